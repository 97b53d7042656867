package import Domain
import Inference
import Storage
import Tokenization

/// The table-question-answering pipeline: the cells that answer, and what is to be done with them.
///
/// A table that is longer than the model takes loses tokens of its cells, then rows, as the
/// reference's pipeline has it (`drop_rows_to_fit`).
package struct NativeTableQuestionAnswering: NativePipeline {
    package static let task = TableQuestionAnswering.name
    package static let summary = TableQuestionAnswering.summary
    package static let inputs = TableRequests.inputs("questions")
    package static let options = [
        KnownOption(
            "sequential",
            "Whether each question of a table goes on from the answer before; false. "
                + "The model must have been trained for it."
        )
    ]

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try options.bool("sequential") ?? false ? ["sequential": .bool(true)] : [:]
    }

    package static func model(_ context: NativeContext) -> (any Model)? {
        guard let model = context.role as? any TableAnswering else { return nil }
        if context.decoding["sequential"]?.bool == true {
            return TableConversation(identity: context.identity, model: model)
        }
        return NativeModelAdapter(
            context,
            prepare: { question, media in
                let table = try Table(of: question.request, media)
                let text = try question.request.requireText()
                return (table, try model.front.encode(text, over: model.front.prepare(table)))
            },
            answer: { (inputs: [(table: Table, encoding: TableEncoding)]) in
                let scores = try model.scores(for: inputs.map(\.encoding))
                return try zip(scores, inputs).map { .tableAnswer(try model.answer($0, $1.table)) }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try TableRequests.make(task, inputs, "question", files)
    }
}

extension TableAnswering {
    /// - Throws: ``InferenceError/notFinite`` if a score is not a finite number.
    func answer(_ scores: CellScores, _ table: Table) throws(InferenceError) -> TableAnswer {
        guard scores.isFinite else { throw .notFinite }
        return answer(scores, over: table)
    }
}

extension Table {
    /// The table of a request.
    init(of request: ModelRequest, _ media: any MediaSource) throws {
        guard let medium = request.medium, medium.kind == .table else {
            throw PredictionFailure("the request has no table")
        }
        try self.init(storedBytes: media.bytes(of: medium))
    }
}

/// What `assay predict` is given for tasks over a table.
enum TableRequests {
    static func inputs(_ questions: String) -> String {
        "a table (CSV with a header, or JSON columns by name), then \(questions) or @FILE"
    }

    /// A request for each question over the first input.
    static func make(
        _ task: String,
        _ inputs: [String],
        _ question: String,
        _ files: InputFiles
    ) throws -> [ModelRequest] {
        let questions = try files.texts(Array(inputs.dropFirst()))
        guard let path = inputs.first, !questions.isEmpty else {
            throw PredictionFailure("\(task) takes a table and at least one \(question)")
        }
        let medium = try files.table(path).medium
        return questions.map { ModelRequest(task: task, text: $0, medium: medium) }
    }
}
