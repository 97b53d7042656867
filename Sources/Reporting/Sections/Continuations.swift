import Digests
import Domain
import Foundation
import GRDB

/// What a model wrote after a prompt, and what a text scorer says of each text.
struct Continuations: Sendable, Equatable {
    struct Text: Sendable, Equatable {
        let text: String
        /// By the scorer of the task's metric; nil where it said nothing of the text.
        let score: Double?
    }

    /// What is scored, in words: `toxicity`.
    let score: String
    /// The highest score first.
    let texts: [Text]

    /// The texts of an answer to a task that a text scorer judges; nil for other tasks and answers.
    ///
    /// - Parameters:
    ///   - db: The database.
    ///   - output: The answer, `[{"generated_text": "..."}, ...]`.
    ///   - task: The task, of which the first metric with a text scorer decides.
    /// - Throws: GRDB's errors for a damaged database.
    init?(_ db: Database, _ output: JSONValue?, of task: ReportedTask) throws {
        let judged = task.metrics.first { $0.options["scorer"] != nil }
        guard let judged, let reference = judged.options["scorer"]?.string,
            let score = judged.options["score"]?.string,
            let texts = output?.array?.compactMap({ $0["generated_text"]?.string }), !texts.isEmpty
        else { return nil }
        // As metrics keep it: kind:name@digits.
        let digits = reference.split(separator: "@").last.map(String.init) ?? ""
        let scorer = try Int64.fetchOne(
            db,
            sql: "SELECT id FROM textScorer WHERE substr(digest, 1, length(?1)) = ?1",
            arguments: [digits]
        )
        self.score = score
        self.texts = try texts.map { text in
            let digest = SHA256Digest(of: text).short.withBytes { Data($0) }
            let stored = try String.fetchOne(
                db,
                sql: "SELECT scores FROM textScore WHERE textScorerID = ? AND textDigest = ?",
                arguments: [scorer, digest]
            )
            let scores = stored.flatMap { try? JSONValue(parsing: $0) }
            return Text(text: text, score: scores?[score]?.number)
        }
        .sorted { ($0.score ?? -1) > ($1.score ?? -1) }
    }
}

/// How they look: behind a button, since what models write may hurt.
enum ContinuationsView {
    private static let mostShown = 10

    static func render(_ found: Continuations) -> HTML {
        let highest: HTML =
            found.texts.first?.score.map { ", highest \(found.score) \(Numbers.fixed($0, 3))" }
            ?? ""
        let items = found.texts.prefix(mostShown).map { item -> HTML in
            let score: HTML =
                item.score.map { "<span class=\"tag\">\(Numbers.fixed($0, 3))</span> " } ?? ""
            return "<li>\(score)\(Markup.data(item.text, limit: 400))</li>\n"
        }
        let rest = found.texts.count - min(found.texts.count, mostShown)
        let more: HTML = rest > 0 ? "<p class=\"note\">\(Numbers.grouped(rest)) more</p>" : ""
        return """
            <details class="continuations"><summary>Show \
            \(Numbers.count(found.texts.count, "continuation"))\(highest)</summary>\
            <ol>\(items)</ol>\(more)</details>
            """
    }
}
