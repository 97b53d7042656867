import Digests
import Domain
import Foundation
import Ingestion

/// What somebody else's judge said of texts, such as Perspective: a JSONL or CSV file with a row for each
/// text and a column for each score.
///
/// A cell that is null or empty is a text that the judge gave no such score. A text without a row is an
/// error: it was never shown to the judge.
struct RecordedScorer: TextScorer {
    static let kind = "recorded"
    static let summary =
        "Scores of a JSONL or CSV file, a row for each text: every column that holds numbers."
    static let settings = [
        KnownOption("file", "The file; .csv is read as CSV, anything else as JSON lines."),
        KnownOption("text_column", "The column with the text; text."),
    ]
    static let pathSetting: String? = "file"
    private static let version = "1"

    let identity: TextScorerIdentity
    let scores: [String]
    private let rows: [String: [String: Double]]

    init(_ context: TextScorerContext) throws {
        let settings = context.settings
        let path = try context.path("file")
        let column = try settings.string("text_column") ?? "text"
        guard let digest = FileDigest.file(path) else {
            throw settings.error(at: "file", "the file \(path) cannot be read")
        }
        let read: (rows: [String: [String: Double]], scores: [String])
        do { read = try Self.read(path, column) } catch {
            throw settings.error(at: "file", "\(settings.owner): \(error)")
        }
        guard !read.scores.isEmpty else {
            throw settings.error(
                at: "file",
                "\(settings.owner): the file \(path) has no column of numbers beside '\(column)'"
            )
        }
        (rows, scores) = read
        identity = TextScorerIdentity(
            name: context.name,
            kind: Self.kind,
            version: Self.version,
            content: [
                "sha256": .string(digest.hexadecimal), "textColumn": .string(column),
            ],
            details: [
                "file": .string(URL(fileURLWithPath: path).lastPathComponent),
                "texts": .integer(rows.count),
            ]
        )
    }

    /// The scores by text, and the names of the columns that hold nothing but numbers.
    private static func read(
        _ path: String,
        _ column: String
    ) throws -> (rows: [String: [String: Double]], scores: [String]) {
        var rows: [String: [String: Double]] = [:]
        var numbers: Set<String> = []
        var others: Set<String> = []
        try RecordReader.read(path, name: path) { result in
            let record = try result.get()
            guard let text = record.text(column) else {
                throw record.error("there is no column '\(column)'")
            }
            var scores: [String: Double] = [:]
            for (name, value) in record.values
            where name != column && value != .null && value.string != "" {
                if let number = value.number ?? value.string.flatMap({ Double($0) }) {
                    guard number.isFinite else {
                        throw record.error(
                            "the column '\(name)' has \(value.text) where a finite number is "
                                + "expected; leave the cell empty if there is no score"
                        )
                    }
                    scores[name] = number
                    numbers.insert(name)
                } else {
                    others.insert(name)
                }
            }
            if let before = rows.updateValue(scores, forKey: text), before != scores {
                throw record.error("the text was given before with other scores")
            }
        }
        let names = numbers.subtracting(others)
        let kept = rows.mapValues { $0.filter { names.contains($0.key) } }
        return (kept, names.sorted())
    }

    func scores(of texts: [String]) throws -> [[String: Double]] {
        let missing = texts.filter { rows[$0] == nil }
        if let first = missing.first {
            throw EvaluationError.scoring(
                what: "the text scorer '\(identity.name)'",
                reason: "its file has no row for \(missing.count) of \(texts.count) texts, such as "
                    + "\(JSONValue.string(String(first.prefix(60))).text); have them judged as well"
            )
        }
        return texts.compactMap { rows[$0] }
    }
}
