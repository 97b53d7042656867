import Domain
import Foundation
import Scoring
import Storage

/// A comparison as people read it in a terminal.
extension Comparison {
    /// Both sides, and for each task a table, what it says in words, and so many flipped examples for
    /// each side, at most.
    package func page(flips: Int) -> String {
        var lines = [
            "A: \(first.model), run \(first.run.id) (\(first.run.suite))",
            "B: \(second.model), run \(second.run.id) (\(second.run.suite))",
            "B - A, of shares in points, with 95 % intervals from \(options.replicates) paired "
                + "resamples, seed \(seed); p is two-sided",
        ]
        for task in tasks { lines += [""] + page(task, flips: flips) }
        let alone = [("A", firstAlone), ("B", secondAlone)].filter { !$0.1.isEmpty }
        if !alone.isEmpty { lines.append("") }
        for (side, tasks) in alone {
            let list = tasks.map(\.question).joined(separator: "; ")
            lines.append("only \(side) has: \(list)")
        }
        let count = tasks.count { !$0.metrics.isEmpty }
        if count > 1 {
            lines += [
                "", "Holm p: corrected over \(count) tasks, for the first metric of each",
            ]
        }
        return lines.joined(separator: "\n")
    }

    private func page(_ task: TaskComparison, flips: Int) -> [String] {
        var lines = [task.first.question] + notes(task).map { "  " + $0 }
        guard !task.metrics.isEmpty else {
            return lines + ["  no example has a score of a common metric on both sides"]
        }
        var rows = [
            ["metric", "A", "B", "B - A", "95 % interval", "n", "p", "Holm p", "verdict", "test"]
        ]
        for metric in task.metrics {
            let numbers = MetricNumbers(metric.metric)
            let interval = metric.tests.bootstrap?.interval.map {
                "\(numbers.difference($0.lower)) to \(numbers.difference($0.upper))"
            }
            rows.append([
                metric.metric.title, numbers.value(metric.tests.first),
                numbers.value(metric.tests.second), numbers.difference(metric.tests.difference),
                interval ?? "-", String(metric.tests.examples), MetricNumbers.p(metric.p),
                metric.corrected.map(MetricNumbers.p) ?? "-", words(metric), metric.test.words,
            ])
        }
        let table = TextTable.aligned(rows, numeric: [1, 2, 3, 4, 5, 6, 7])
        lines += table.split(separator: "\n").map { "  \($0)" }
        if let metric = task.metrics.first { lines.append("  " + plan(metric)) }
        if let found = task.flips, flips > 0 { lines += page(found, shown: flips) }
        return lines
    }

    /// What one should know before one reads the numbers.
    private func notes(_ task: TaskComparison) -> [String] {
        var notes: [String] = []
        if let metric = task.metrics.first {
            let left = [("A", metric.firstAlone), ("B", metric.secondAlone)]
                .filter { $0.1 > 0 }.map { "\($0.1) that only \($0.0) has a score for" }
            if !left.isEmpty { notes.append("left out: \(left.joined(separator: ", "))") }
            if let clusters = metric.tests.clusters {
                let name = task.clusterBy ?? ""
                notes.append("drawn and swapped by \(name): \(clusters) clusters")
            }
        }
        let failed = [("A", task.firstFailed), ("B", task.secondFailed)].filter { $0.1 > 0 }
            .map { "\($0.1) of \($0.0)" }
        if !failed.isEmpty { notes.append("failed: \(failed.joined(separator: ", "))") }
        if task.first.datasetFingerprint != task.second.datasetFingerprint {
            notes.append("the dataset changed between the runs")
        }
        if task.first.options != task.second.options {
            notes.append("options of A \(task.first.options), of B \(task.second.options)")
        }
        return notes
    }

    private func words(_ metric: MetricComparison) -> String {
        switch metric.verdict(at: options.significance) {
        case .first: "A is better"
        case .second: "B is better"
        case .none: "no difference shown"
        }
    }

    /// The first metric's verdict, and what the number of examples is good for.
    private func plan(_ metric: MetricComparison) -> String {
        let numbers = MetricNumbers(metric.metric)
        let power = MetricNumbers.short(100 * Power().power)
        let chance = "\(power) % power, alpha \(MetricNumbers.short(options.significance))"
        var parts = ["\(metric.metric.name): \(words(metric)) (\(chance))"]
        if let units = metric.unitsToSwap(at: options.significance) {
            let found =
                metric.tests.clusters.map { "\($0) clusters" } ?? "n = \(metric.tests.examples)"
            parts.append("\(found) cannot show any difference, \(units) are needed")
            return parts.joined(separator: "; ")
        }
        if let needed = metric.examplesNeeded {
            let difference = numbers.size(metric.tests.difference)
            parts.append("n = \(needed) would be needed to show \(difference)")
        } else if metric.tests.difference == 0 {
            parts.append("the two values are the same")
        } else {
            parts.append("how many examples would be needed cannot be said of these")
        }
        if let smallest = metric.smallestDifference {
            parts.append("n = \(metric.tests.examples) can show \(numbers.size(smallest))")
        }
        return parts.joined(separator: "; ")
    }

    private func page(_ found: FlippedExamples, shown: Int) -> [String] {
        let isRight = found.isRightOrWrong
        let sides = [
            (found.direction(firstIsBetter: true), found.firstBetterCount, found.firstBetter),
            (found.direction(firstIsBetter: false), found.secondBetterCount, found.secondBetter),
        ]
        return sides.filter { $0.1 > 0 }.flatMap { title, count, list in
            let part = list.prefix(shown)
            var lines = [
                "  \(title) in \(count)"
                    + (part.count < count ? ", of which \(part.count):" : ":")
            ]
            var rows = [["key", "target", "A", "B"] + (isRight ? [] : ["\(found.metric)"])]
            for flip in part {
                let values = [flip.first, flip.second].map { String(format: "%.4f", $0) }
                rows.append(
                    [flip.key, flip.target, flip.firstAnswer, flip.secondAnswer].map {
                        Self.cell($0)
                    } + (isRight ? [] : [values.joined(separator: " to ")])
                )
            }
            lines += TextTable.aligned(rows, numeric: []).split(separator: "\n")
                .map { "    \($0)" }
            return lines
        }
    }

    /// A text on one line, cut where it is long.
    private static func cell(_ text: String?) -> String {
        guard let text else { return "-" }
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= 40 ? line : line.prefix(37) + "..."
    }
}

/// Writes a metric's numbers.
private struct MetricNumbers {
    private let isShare: Bool

    init(_ metric: MetricRecord) { isShare = metric.isShare }

    func value(_ value: Double) -> String {
        isShare ? String(format: "%.2f %%", value * 100) : String(format: "%.4f", value)
    }

    /// With its sign; of shares in points, hundredths.
    func difference(_ value: Double) -> String {
        isShare ? String(format: "%+.2f", value * 100) : String(format: "%+.4f", value)
    }

    /// Without its sign, with its unit.
    func size(_ value: Double) -> String {
        isShare
            ? String(format: "%.2f points", abs(value) * 100) : String(format: "%.4f", abs(value))
    }

    static func p(_ p: Double) -> String {
        p < 0.00005 ? "<0.0001" : String(format: "%.4f", p)
    }

    static func short(_ number: Double) -> String { String(format: "%g", number) }
}

extension SignificanceTest {
    /// For people.
    fileprivate var words: String {
        switch self {
        case .mcNemarExact: "McNemar, exact"
        case .matchedPairs: "MAPSSWE"
        case .randomization: "randomisation"
        }
    }
}
