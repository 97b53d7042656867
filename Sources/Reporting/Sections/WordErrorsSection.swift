import Domain
package import GRDB
import Scoring

/// Which words were misheard, for tasks whose answers are transcripts.
package enum WordErrorsSection: ReportSection {
    package static let id = "word-errors"
    package static let title = "Word errors"

    static let mostWords = 12

    package struct Content: Sendable {
        let metric: ReportedMetric
        /// Target words by what became of them, and words that were added.
        let hits: Int
        let substitutions: [Confusion]
        let deletions: [Confusion]
        let insertions: [Confusion]

        /// All words of the targets.
        var words: Int { hits + substitutions.total + deletions.total }
    }

    /// A word of the target, the word in its place, and how often; one of the two is empty for words
    /// that are missing or were added.
    struct Confusion: Sendable, Hashable {
        let target: String
        let answer: String
        var count = 0
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        // Of several spellings of a target only the metric knows which one it took.
        let metric = task.metrics.first {
            $0.name == "word_error_rate" && $0.options["alternatives"]?.bool != true
        }
        guard let metric else { return nil }
        var hits = 0
        var counts: [AlignmentKind: [Pair: Int]] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT example.target AS target, prediction.answer AS answer
                FROM taskPrediction
                JOIN prediction ON prediction.id = taskPrediction.predictionID
                JOIN example ON example.id = taskPrediction.exampleID
                WHERE taskPrediction.taskID = ? AND taskPrediction.request = 0
                    AND example.targetKind = 'text' AND prediction.error IS NULL
                """,
            arguments: [task.id]
        )
        let normalizer = metric.normalizer
        func compared(_ text: String) -> String { normalizer?.normalize(text) ?? text }
        while let row = try rows.next() {
            let target: String = row["target"]
            let pairs = WordAlignment.pairs(
                reference: compared(target),
                hypothesis: compared(row["answer"] ?? "")
            )
            for pair in pairs {
                if pair.kind == .hit {
                    hits += 1
                } else {
                    let words = Pair(target: pair.reference ?? "", answer: pair.hypothesis ?? "")
                    counts[pair.kind, default: [:]][words, default: 0] += 1
                }
            }
        }
        func list(_ kind: AlignmentKind) -> [Confusion] {
            (counts[kind] ?? [:]).map {
                Confusion(target: $0.key.target, answer: $0.key.answer, count: $0.value)
            }
            .sorted { ($1.count, $0.target, $0.answer) < ($0.count, $1.target, $1.answer) }
        }
        let content = Content(
            metric: metric,
            hits: hits,
            substitutions: list(.substitution),
            deletions: list(.deletion),
            insertions: list(.insertion)
        )
        return content.words + content.insertions.total == 0 ? nil : content
    }

    private struct Pair: Hashable {
        let target: String
        let answer: String
    }

    package static func render(_ content: Content) -> HTML {
        let kinds: [(String, [Confusion])] = [
            ("Substituted", content.substitutions), ("Missing", content.deletions),
            ("Added", content.insertions),
        ]
        let tiles = kinds.map { name, list in
            Markup.fact("\(name)", "\(Numbers.grouped(list.total)) \(share(list, of: content))")
        }
        let tables = kinds.map { table($0, $1) }
        return """
            <dl class="facts tiles">\(Markup.fact("Words", "\(Numbers.grouped(content.words))"))\
            \(tiles)</dl>
            <p class="note">As \(content.metric.title) aligns them: the shares are of the targets' words \
            and add up to the rate.</p>
            <div class="words">\(tables)</div>

            """
    }

    private static func share(_ list: [Confusion], of content: Content) -> HTML {
        guard content.words > 0 else { return "" }
        let share = Double(list.total) / Double(content.words)
        return "<span class=\"muted\">\(Numbers.value(share, isShare: true))</span>"
    }

    /// The most frequent of one kind.
    private static func table(_ name: String, _ list: [Confusion]) -> HTML {
        guard !list.isEmpty else { return "" }
        let rows = list.prefix(mostWords).map { confusion -> HTML in
            let words = [confusion.target, confusion.answer].filter { !$0.isEmpty }
                .map { word -> HTML in "<td>\(Markup.data(word, limit: 60))</td>" }
            return "<tr>\(words)<td class=\"n\">\(Numbers.grouped(confusion.count))</td></tr>\n"
        }
        let isPair = list.contains { !$0.target.isEmpty && !$0.answer.isEmpty }
        let heads: HTML =
            isPair
            ? "<th scope=\"col\">Said</th><th scope=\"col\">Heard</th>"
            : "<th scope=\"col\">\(name)</th>"
        let hidden = list.count - min(list.count, mostWords)
        let note: HTML =
            hidden > 0
            ? "<p class=\"note\">\(Numbers.count(hidden, isPair ? "rarer pair" : "rarer word"))</p>"
            : ""
        return """
            <div><table class="figures"><caption class="sr">\(name) words</caption><thead><tr>\(heads)\
            <th scope="col" class="n">Times</th></tr></thead><tbody>\(rows)</tbody></table>\(note)</div>

            """
    }
}

extension [WordErrorsSection.Confusion] {
    fileprivate var total: Int { reduce(0) { $0 + $1.count } }
}
