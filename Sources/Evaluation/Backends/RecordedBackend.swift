import Digests
import Domain
import Foundation
import Storage

/// Answers that somebody else recorded: a JSONL or CSV file with a row for each example.
///
/// A row is found by the example's key, and by its split too where the file has such a column. The
/// answer is the column `output`, or what it is naturally called: `label`, `text`, `answer`; for
/// retrieval `text_embedding` and `image_embedding`. It is the pipeline's JSON, or a bare word for
/// it. A column `error` that is not empty is a failure, and so is a missing row.
struct RecordedBackend: Backend {
    static let name = "recorded"
    static let summary = "Takes predictions from a JSONL or CSV file, keyed by example."
    static let settings = [
        KnownOption("file", "The file; .csv is read as CSV, anything else as JSON lines."),
        KnownOption(
            "key_column",
            "The column with the example's key, or a list of columns whose texts make it with "
                + "slashes between them; key."
        ),
        KnownOption("split_column", "The column with the example's split; split, if there is one."),
        KnownOption("output_column", "The column with the answer; output or its natural name."),
    ]
    static let pathSetting: String? = "file"

    private let identity: ModelIdentity
    private let rows: RecordedRows
    private let outputColumn: String?

    init(_ context: BackendContext) throws {
        let settings = context.settings
        let path = try context.path("file")
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw settings.error(at: "file", "the file \(path) cannot be read")
        }
        let keyColumns = try settings.strings("key_column") ?? ["key"]
        guard !keyColumns.isEmpty else {
            throw settings.error(at: "key_column", "'key_column' names no column")
        }
        let splitColumn = try settings.string("split_column")
        outputColumn = try settings.string("output_column")
        do {
            rows = try RecordedRows(
                path,
                keyColumns: keyColumns,
                splitColumn: splitColumn ?? "split"
            )
        } catch {
            throw settings.error(at: "file", "\(error)")
        }
        var description: [String: JSONValue] = [
            "file": .string(URL(fileURLWithPath: path).lastPathComponent),
            "sha256": .string(SHA256Digest(of: bytes).hexadecimal),
            "rows": .integer(rows.count),
            "keyColumn": keyColumns.count == 1
                ? .string(keyColumns[0]) : .array(keyColumns.map(JSONValue.string)),
        ]
        if let splitColumn { description["splitColumn"] = .string(splitColumn) }
        if let outputColumn { description["outputColumn"] = .string(outputColumn) }
        // The name of the file is for people: a renamed copy is the same model.
        var content = description
        content["file"] = nil
        identity = ModelIdentity(
            digest: ModelIdentity(backend: Self.name, describing: content).digest,
            description: .object(description)
        )
    }

    func model(for task: TaskContext) -> any Model {
        RecordedModel(identity: identity, rows: rows, outputColumn: outputColumn, task: task)
    }
}

private struct RecordedModel: Model {
    let identity: ModelIdentity
    let batching = Batching.unlimited
    let scope = RequestScope.example
    let rows: RecordedRows
    let outputColumn: String?
    let task: TaskContext

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        questions.map(answer)
    }

    private func answer(_ question: Question) -> Answer {
        guard let row = rows[question.exampleKey, question.exampleSplit] else {
            return .failed("the file has no row for the key '\(question.exampleKey)'")
        }
        if let error = row["error"], !error.plain.isEmpty { return .failed(error.plain) }
        let columns = outputColumn.map { [$0] } ?? Self.columns(task.output, question.request)
        guard let value = columns.lazy.compactMap({ row[$0] }).first(where: { $0 != .null }) else {
            return .failed(
                "the row of '\(question.exampleKey)' has no column \(columns.joined(separator: " or "))"
            )
        }
        do {
            return Answer(.success(try Self.output(value, kind: task.output)))
        } catch {
            return .failed("the row of '\(question.exampleKey)': \(error)")
        }
    }

    private static func columns(_ kind: ModelOutput.Kind, _ request: ModelRequest) -> [String] {
        switch kind {
        case .labels: ["output", "label"]
        case .text: ["output", "text"]
        case .tableAnswer: ["output", "answer"]
        case .embedding: [request.medium == nil ? "text_embedding" : "image_embedding"]
        case .tokenEmbeddings, .entities, .fillings, .likelihoods: ["output"]
        }
    }

    /// A cell that holds the pipeline's JSON is that; any other is a bare word.
    private static func output(_ value: JSONValue, kind: ModelOutput.Kind) throws -> ModelOutput {
        var value = value
        if let text = value.string, let first = text.first(where: { !$0.isWhitespace }),
            first == "{" || first == "[", let parsed = try? JSONValue(parsing: text)
        {
            value = parsed
        }
        if value.array == nil, value.object == nil {
            let word = value.plain
            switch kind {
            case .labels: return .labels([ScoredLabel(label: word, score: 1)])
            case .text: return .text(word)
            case .tableAnswer: return .tableAnswer(TableAnswer(answer: word, cells: [word]))
            case .embedding, .tokenEmbeddings, .entities, .fillings, .likelihoods: break
            }
        }
        return try ModelOutput(kind: kind, json: value)
    }
}
