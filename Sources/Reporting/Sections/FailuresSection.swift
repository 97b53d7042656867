package import GRDB

/// Why the model gave no answer, where it gave none.
package enum FailuresSection: ReportSection {
    package static let id = "failures"
    package static let title = "Errors"

    static let mostReasons = 20
    static let mostKeys = 5

    package struct Content: Sendable {
        let reasons: [Reason]
        /// Different reasons, those that are not shown too.
        let reasonCount: Int
        let failures: Int
        let requests: Int
    }

    /// A reason, how often it was given, and some of the examples.
    struct Reason: Sendable {
        let text: String
        let count: Int
        let keys: [String]
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        guard task.failures > 0 else { return nil }
        let failed = """
            FROM taskPrediction
            JOIN prediction ON prediction.id = taskPrediction.predictionID
            JOIN example ON example.id = taskPrediction.exampleID
            WHERE taskPrediction.taskID = ? AND prediction.error IS NOT NULL
            """
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT prediction.error AS reason, count(*) AS count \(failed)
                GROUP BY prediction.error ORDER BY count(*) DESC, prediction.error LIMIT \(mostReasons)
                """,
            arguments: [task.id]
        )
        let reasons = try rows.map { row in
            let reason: String = row["reason"]
            let keys = try String.fetchAll(
                db,
                sql: """
                    SELECT example.key \(failed) AND prediction.error = ?
                    ORDER BY example.id LIMIT \(mostKeys)
                    """,
                arguments: [task.id, reason]
            )
            return Reason(text: reason, count: row["count"], keys: keys)
        }
        return Content(
            reasons: reasons,
            reasonCount: try Int.fetchOne(
                db,
                sql: "SELECT count(DISTINCT prediction.error) \(failed)",
                arguments: [task.id]
            ) ?? reasons.count,
            failures: task.failures,
            requests: task.requests
        )
    }

    package static func render(_ content: Content) -> HTML {
        let rows = content.reasons.map { reason -> HTML in
            let keys = reason.keys.map { key -> HTML in "\(Markup.code(key, limit: 80)) " }
            let more: HTML =
                reason.count > reason.keys.count
                ? "<span class=\"muted\">and \(Numbers.grouped(reason.count - reason.keys.count)) more</span>"
                : ""
            return """
                <tr><td class="n main">\(Numbers.grouped(reason.count))</td>\
                <td>\(Markup.data(reason.text, limit: 400))</td><td>\(keys)\(more)</td></tr>

                """
        }
        let hidden = content.reasonCount - content.reasons.count
        let note: HTML =
            hidden > 0
            ? "<p class=\"note\">\(Numbers.count(hidden, "rarer reason")) not shown.</p>" : ""
        return """
            <p><strong class="bad">\(Numbers.grouped(content.failures))</strong> of \
            \(Numbers.count(content.requests, "request")) have no answer. They are in no value above; \
            each figure says how many it leaves out.</p>
            \(Markup.scrolling("""
            <table class="figures"><caption class="sr">Errors by reason</caption><thead><tr>\
            <th scope="col" class="n">Times</th><th scope="col">Reason</th>\
            <th scope="col">Examples</th></tr></thead><tbody>\(rows)</tbody></table>
            """, label: "Errors by reason"))\(note)
            """
    }
}
