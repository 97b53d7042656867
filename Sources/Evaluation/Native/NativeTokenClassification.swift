package import Domain
import Inference
import Tensors
import Tokenization

/// The token-classification pipeline: a class for each token of a text, or for groups of tokens.
///
/// What is longer than the model takes is cut.
package struct NativeTokenClassification: NativePipeline {
    package static let task = "token-classification"
    package static let summary = "Finds names, places and other parts of a text that have a class."
    package static let inputs = InputFiles.textInputs
    package static let options = [
        KnownOption(
            "aggregation_strategy",
            "none for every token; simple, first, average or max for groups of tokens; none."
        ),
        KnownOption("ignore_labels", "The classes that are left out; O."),
    ]

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        let words = EntityGrouping.Strategy.allCases.map(\.rawValue)
        return [
            "aggregation_strategy": .string(
                try options.choice("aggregation_strategy", of: words) ?? "none"
            ),
            "ignore_labels": .array(
                (try options.strings("ignore_labels") ?? ["O"]).map(JSONValue.string)
            ),
        ]
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let classifier = context.role as? any TokenClassifying else { return nil }
        let tokenizer = try classifier.front.tokenizer
        let strategy = context.decoding["aggregation_strategy"]?.string
            .flatMap(EntityGrouping.Strategy.init)
        let grouping = EntityGrouping(strategy: strategy ?? .none, labels: classifier.labels) {
            tokenizer.text(of: $0)
        }
        let ignored = Set(context.decoding["ignore_labels"]?.strings ?? [])
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                let text = try question.request.requireText()
                return (text: text, tokens: try classifier.front.encode(text))
            },
            answer: { (texts: [(text: String, tokens: Encoding)]) in
                let logits = try classifier.tokenLogits(for: texts.map(\.tokens))
                return try zip(texts, logits).map { text, logits in
                    let scores = try logits.rows.map { row in
                        try row.requireFinite()
                        return LabelScoring.softmax.values(row)
                    }
                    let tokens = ScoredToken.list(text.text, text.tokens, scores, tokenizer)
                    return .entities(
                        grouping.entities(tokens).filter { !ignored.contains($0.label) }
                    )
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try files.texts(inputs).map { ModelRequest(task: task, text: $0) }
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        guard case .entities(let entities) = output else { return [] }
        return entities.map {
            [$0.word, $0.label, JSONValue.number($0.score).text, "\($0.start)-\($0.end)"]
        }
    }
}

extension ScoredToken {
    /// The tokens of a text that were not added, with the scores of their classes.
    ///
    /// Whether a token goes on with a word is what the tokenizer says if it has a spelling for that,
    /// as WordPiece does; else every token that no space precedes does.
    fileprivate static func list(
        _ text: String,
        _ tokens: Encoding,
        _ scores: [[Double]],
        _ tokenizer: Tokenizer
    ) -> [ScoredToken] {
        let scalars = Array(text.unicodeScalars)
        return tokens.ids.indices.filter { !tokens.isSpecial[$0] }.map { index in
            let range = tokens.offsets[index]
            let isUnknown = tokens.ids[index] == tokenizer.special.unknown?.id
            let source = String(String.UnicodeScalarView(scalars[range]))
            let goesOn: Bool
            if tokenizer.algorithm == "WordPiece" {
                goesOn = tokens.tokens[index].unicodeScalars.count != range.count
            } else {
                let before = max(range.lowerBound - 1, 0)
                let around = scalars[before..<min(range.lowerBound + 1, scalars.count)]
                goesOn = range.lowerBound > 0 && !around.contains(" ")
            }
            return ScoredToken(
                word: isUnknown ? source : tokens.tokens[index],
                scores: scores[index],
                range: range,
                index: index,
                goesOn: goesOn && !isUnknown
            )
        }
    }
}
