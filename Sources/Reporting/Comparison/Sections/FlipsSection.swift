import Comparisons
package import GRDB
import Scoring
import Storage

/// The examples about which the two models differ: how many and which way, and some of them.
package enum FlipsSection: ReportSection {
    package static let id = "flips"
    package static let title = "What flipped"

    package struct Content: Sendable {
        let task: ComparedTask
        let metric: ReportedMetric
        let flips: FlippedExamples
        /// Examples that both answered.
        let shared: Int
        /// Examples that both models have right; nil for metrics that are not right or wrong.
        let bothRight: Int?
        let examples: [FlippedExample]
    }

    package static func load(_ db: Database, _ task: ComparedTask, media: MediaShelf) throws
        -> Content?
    {
        guard let main = task.main, let flips = task.comparison.flips else { return nil }
        let metric = task.reported(main)
        let listed =
            flips.firstBetter.map { ($0, ComparisonMarkup.Side.first) }
            + flips.secondBetter.map { ($0, ComparisonMarkup.Side.second) }
        let share = media.bytesPerTask / max(1, listed.count)
        let examples = try listed.compactMap { flip, better in
            try FlippedExample(
                db,
                flip,
                better: better,
                task: task,
                metric: metric,
                direction: flips.direction(firstIsBetter: better == .first),
                media: media,
                within: share
            )
        }
        let rightShare = main.metric.higherIsBetter ? main.tests.first : 1 - main.tests.first
        let right = Int((rightShare * Double(main.tests.examples)).rounded())
        return Content(
            task: task,
            metric: metric,
            flips: flips,
            shared: main.tests.examples,
            bothRight: flips.isRightOrWrong ? right - flips.firstBetterCount : nil,
            examples: examples
        )
    }

    package static func render(_ content: Content) -> HTML {
        let flips = content.flips
        let counts: HTML =
            content.bothRight.map { agreement(content, bothRight: $0) }
            ?? "<p>\(graded(content))</p>\n"
        guard !content.examples.isEmpty else {
            let none: HTML =
                flips.firstBetterCount + flips.secondBetterCount == 0
                ? "<p class=\"note\">Nothing flipped.</p>\n" : ""
            return "\(counts)\(none)"
        }
        let hasTranscripts = content.examples.contains { ExampleCard.isTranscript($0.first) }
        return """
            \(counts)<p class="note">\(shown(content))\(perturbed(content))</p>
            \(hasTranscripts ? ExampleCard.legend : "")<div class="examples">
            \(content.examples.map { FlippedExampleCard.render($0, of: content) })</div>

            """
    }

    /// Who has the better values, or the higher ones.
    private static func graded(_ content: Content) -> HTML {
        let flips = content.flips
        let sides = [
            (flips.direction(firstIsBetter: true), flips.firstBetterCount),
            (flips.direction(firstIsBetter: false), flips.secondBetterCount),
        ].map { words, count -> HTML in "\(words) on \(Numbers.count(count, "example"))" }
        let alike = content.shared - flips.firstBetterCount - flips.secondBetterCount
        return """
            By \(content.metric.title), \(sides[0]), \(sides[1]); they are alike on \
            \(Numbers.grouped(alike)).
            """
    }

    /// Who was right where: McNemar's table.
    private static func agreement(_ content: Content, bothRight: Int) -> HTML {
        let flips = content.flips
        let neither =
            content.shared - bothRight - flips.firstBetterCount - flips.secondBetterCount
        let total = max(1, content.shared)
        func cell(_ count: Int, _ kind: HTML) -> HTML {
            let share = Double(count) / Double(total)
            return """
                <td\(kind)>\(Numbers.grouped(count)) \
                <span class="ci">\(Numbers.value(share, isShare: true))</span></td>
                """
        }
        let label = "Examples by who is right, in \(content.task.first.question)"
        let table: HTML = """
            <table class="confusion agreement"><caption class="sr">\(label)</caption><thead><tr><td></td>\
            <th scope="col">\(ComparisonMarkup.letter(.second)) right</th>\
            <th scope="col">\(ComparisonMarkup.letter(.second)) wrong</th></tr></thead>
            <tbody><tr><th scope="row">\(ComparisonMarkup.letter(.first)) right</th>\
            \(cell(bothRight, ""))\(cell(flips.firstBetterCount, " class=\"flipped\""))</tr>
            <tr><th scope="row">\(ComparisonMarkup.letter(.first)) wrong</th>\
            \(cell(flips.secondBetterCount, " class=\"flipped\""))\(cell(neither, ""))</tr></tbody></table>
            """
        return Markup.scrolling(table, label: label)
    }

    /// What is shown is not what was asked where examples were perturbed.
    private static func perturbed(_ content: Content) -> String {
        content.task.first.perturbation == nil
            ? "" : " They are shown as they are in the dataset, before the perturbation."
    }

    /// By what rule the examples below were chosen.
    private static func shown(_ content: Content) -> HTML {
        let flips = content.flips
        let rule =
            flips.isRightOrWrong
            ? "the first by split and key"
            : "those with the largest change of \(content.metric.title)"
        let sides = [
            (flips.firstBetter.count, flips.firstBetterCount, true),
            (flips.secondBetter.count, flips.secondBetterCount, false),
        ]
        let parts = sides.filter { $0.1 > 0 }.map { listed, count, isFirst -> HTML in
            let direction = flips.direction(firstIsBetter: isFirst)
            if count == 1, listed == 1 { return "the one where \(direction)" }
            return listed == count
                ? "all \(Numbers.grouped(count)) where \(direction)"
                : "\(Numbers.grouped(listed)) of \(Numbers.grouped(count)) where \(direction)"
        }
        let list: HTML = parts.count == 2 ? "\(parts[0]), and \(parts[1])" : "\(parts)"
        let isCut = sides.contains { $0.0 < $0.1 }
        return "Shown: \(list)\(isCut ? "; \(rule). More with --flips" : "")."
    }
}
