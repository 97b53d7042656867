package import Domain
import Scoring
package import Storage

/// The stored transcripts of a task beside what was said, as they are compared.
package struct AlignedTranscripts: Sendable {
    /// One answered example, both texts normalised.
    package struct Line: Sendable, Equatable {
        package let key: String
        package let reference: String
        package let hypothesis: String
    }

    package let task: TaskRecord
    /// The normaliser by name and version: `basic@1`.
    package let normalizer: String
    /// In the order of the dataset.
    package let lines: [Line]
    /// Examples without an answer, which have no line.
    package let failures: Int

    /// Reads a task's transcripts.
    ///
    /// - Parameters:
    ///   - store: Where the answers are.
    ///   - task: Whose answers are read.
    ///   - normalizer: What is done to both texts; nil for what the task's first metric with a normaliser
    ///     does, or nothing if it has no such metric.
    ///   - limit: Only the first so many examples.
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if the task's answers are no texts or are held
    ///   against something else, `UnknownNameError` for a normaliser that is not there.
    package init(store: Store, task: TaskRecord, normalizer: String?, limit: Int?) throws {
        self.task = task
        let type = try normalizerCatalog(normalizer ?? Self.normalizer(of: task, in: store))
        self.normalizer = "\(type.name)@\(type.version)"
        let normalize = type.init().normalize
        let made = try task.made()
        guard Swift.type(of: made).gives.contains(.text),
            case .each(let outcome) = made.outcomes(.text)
        else { throw Self.refusal(task, "its answers are no texts") }
        var memo = OutputMemo(kind: Swift.type(of: made).output)
        var examples = try ExamplesOfTask(store: store, task: task)
        var lines: [Line] = []
        var failures = 0
        var last: Int64 = 0
        while lines.count + failures < limit ?? .max {
            let size = min(Self.pageSize, (limit ?? .max) - lines.count - failures)
            let page = try store.answers(taskID: task.id, after: last, examples: size)
            guard let end = page.last?.exampleID else { break }
            last = end
            for row in page {
                guard row.output != nil else {
                    failures += 1
                    continue
                }
                guard case .text(let reference) = row.target else {
                    throw Self.refusal(task, "its examples have no transcript to be held against")
                }
                guard case .text(let hypothesis) = try outcome([memo.output(row)]) else { continue }
                lines.append(
                    Line(
                        key: try examples.example(row.exampleID)?.key ?? "",
                        reference: normalize(reference),
                        hypothesis: normalize(hypothesis)
                    )
                )
            }
        }
        self.lines = lines
        self.failures = failures
    }

    private static let pageSize = 4_096

    /// Whether a task's answers are texts that are held against texts, as far as its first example says.
    package static func fits(_ task: TaskRecord, in store: Store) throws -> Bool {
        let made = try task.made()
        guard type(of: made).gives.contains(.text), case .each = made.outcomes(.text) else {
            return false
        }
        return try store.answers(taskID: task.id, examples: 1).first?.target?.kind == .text
    }

    /// The normaliser of the first metric that has one, without its version.
    private static func normalizer(of task: TaskRecord, in store: Store) throws -> String {
        for metric in try store.metrics(taskID: task.id) {
            let options = try JSONValue(parsing: metric.options)
            if let name = options["normalizer"]?.string {
                return String(name.prefix { $0 != "@" })
            }
        }
        return Verbatim.name
    }

    private static func refusal(_ task: TaskRecord, _ reason: String) -> EvaluationError {
        .scoring(what: "task \(task.title) over \(task.dataset)", reason: reason)
    }

    /// The alignments and counts as jiwer prints them.
    ///
    /// - Parameters:
    ///   - characters: Whether characters are aligned instead of words.
    ///   - showsCorrect: Whether examples without an error are shown too.
    ///   - width: At which lines are broken; nil for no limit.
    /// - Returns: What `visualize_alignment` gives, measures and all.
    package func text(characters: Bool, showsCorrect: Bool, width: Int?) -> String {
        var report = JiwerReport()
        report.skipsCorrect = !showsCorrect
        report.lineWidth = width
        let pairs = lines.map { (reference: $0.reference, hypothesis: $0.hypothesis) }
        return characters ? report.characters(pairs) : report.words(pairs)
    }

    /// Each example's texts and counts of words, as jiwer aligns them.
    package var json: JSONValue {
        .object([
            "task": .string(task.task), "dataset": .string(task.dataset),
            "model": .string(task.modelName), "normalizer": .string(normalizer),
            "failures": .integer(failures),
            "examples": .array(
                lines.map { line in
                    let counts = JiwerAlignment.counts(
                        reference: Self.words(line.reference),
                        hypothesis: Self.words(line.hypothesis)
                    )
                    return .object([
                        "key": .string(line.key), "reference": .string(line.reference),
                        "hypothesis": .string(line.hypothesis),
                        "substitutions": .integer(counts.substitutions),
                        "deletions": .integer(counts.deletions),
                        "insertions": .integer(counts.insertions), "hits": .integer(counts.hits),
                    ])
                }
            ),
        ])
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
