package import Domain
import Storage

/// A table and a question are shown; the model answers with cells, or a number made of cells.
struct TableQuestionAnswering: EvaluationTask {
    static let name = "table-question-answering"
    static let summary = "Answers a question about a table."
    static let datasets: Set<DatasetKind> = [.table]
    static let output = ModelOutput.Kind.tableAnswer
    static let gives = [Outcome.Kind.answers]

    init(options: Settings) throws {}

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [
            ModelRequest(
                task: Self.name,
                text: try example.requireText("question"),
                medium: try example.requireMedium(.table)
            )
        ]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        .each { outputs in
            guard case .tableAnswer(let answer) = outputs.first else { return .answers([]) }
            return .answers(answer.denotation)
        }
    }
}

extension TableAnswer {
    /// The values that the answer stands for, the aggregator applied.
    ///
    /// `NONE` gives the cells, `COUNT` their number, `SUM` and `AVERAGE` one number over those cells
    /// that are numbers, and no value where none is (Herzig et al. 2020, section 2). Without an
    /// aggregator it is the cells if the answer is made of them, else the answer as it stands.
    package var denotation: [String] {
        switch aggregator?.uppercased() {
        case "NONE": return cells
        case "COUNT": return [String(cells.count)]
        case "SUM", "AVERAGE":
            let numbers = cells.compactMap(Self.number)
            guard !numbers.isEmpty else { return [] }
            let sum = numbers.reduce(0, +)
            let value = aggregator?.uppercased() == "SUM" ? sum : sum / Double(numbers.count)
            return [JSONValue.number(value).text]
        default: return cells.joined(separator: ", ") == answer ? cells : [answer]
        }
    }

    /// The number that a cell shows: thousands separators, a currency sign before it and a per cent
    /// sign after it are left out; nil for anything else.
    private static func number(_ cell: String) -> Double? {
        let isSpace = { (character: Character) in character.isWhitespace }
        var text = cell.filter { $0 != "," }[...]
        text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) || last == "%" { text.removeLast() }
        if let first = text.first, first.isCurrencySymbol { text.removeFirst() }
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }
}
