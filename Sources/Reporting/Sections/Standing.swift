import Comparisons
import Domain
import GRDB
import Scoring
import Storage

/// Which of the models that answered one question is best by its first metric, as far as the examples
/// show it.
struct Standing: Sendable, Equatable {
    /// The number of the task with the best value.
    let best: Int64
    /// What the others lack, by task.
    let others: [Int64: Difference]

    /// A model against the best one, over the examples that both answered.
    struct Difference: Sendable, Equatable {
        /// The model's value less the best one's.
        let value: Double
        /// Of no difference, two-sided, after Holm's correction over the others.
        let p: Double
        let examples: Int
    }

    static let significance = 0.05
    /// Enough to tell a p of 0.05 from one of 0.06 or so.
    private static let replicates = 2_000

    /// Whether the best one differs from every other by more than chance.
    var isShown: Bool { others.values.allSatisfy { $0.p <= Self.significance } }
    /// Whether another has the same value.
    var isTied: Bool { others.values.contains { $0.value == 0 } }

    /// Nil where there is nothing to rank: a single model, a metric without a better end, runs over
    /// different datasets, or fewer than two values.
    init?(_ db: Database, _ tasks: [ReportedTask]) throws {
        guard let metric = tasks.first?.metrics.first, tasks.count > 1,
            (try? metricCatalog(metric.name))?.unbiasedValue == nil,
            Set(tasks.map(\.datasetID)).count == 1
        else { return nil }
        let ranked = tasks.compactMap { task -> (task: ReportedTask, id: Int64, value: Double)? in
            let own = task.metrics.first { $0.identifier == metric.identifier }
            return own.flatMap { own in own.overall?.value.map { (task, own.id, $0) } }
        }
        .sorted { metric.higherIsBetter ? $0.value > $1.value : $0.value < $1.value }
        guard let best = ranked.first, ranked.count > 1 else { return nil }
        let scorer = try AnyMetric(name: metric.name, options: metric.options)
        var found: [(id: Int64, tests: PairedTests)] = []
        for other in ranked.dropFirst() {
            let pairs = try Store.pairs(
                db,
                PairedMetric(firstID: best.id, secondID: other.id),
                clusterBy: best.task.clusterBy
            )
            let tests = try scorer.pairedTests(
                stored: pairs,
                seed: best.task.seed,
                replicates: Self.replicates
            )
            if let tests { found.append((other.task.id, tests)) }
        }
        guard !found.isEmpty else { return nil }
        let p = holmAdjusted(found.map { $0.tests.decisive().p })
        self.best = best.task.id
        others = Dictionary(
            uniqueKeysWithValues: zip(found, p).map { entry, p in
                let tests = entry.tests
                return (
                    entry.id,
                    Difference(value: tests.difference, p: p, examples: tests.examples)
                )
            }
        )
    }
}

/// How it looks: a cell of each model's row.
enum StandingView {
    static let header: HTML = """
        <th scope="col" class="n" title="Difference to the best, paired by example; p by McNemar&#39;s \
        exact test or approximate randomisation, with Holm&#39;s correction">To the best</th>
        """

    static func cell(_ task: ReportedTask, in standing: Standing) -> HTML {
        if task.id == standing.best {
            if standing.isShown {
                return "<td class=\"n\"><span class=\"tag right\">best</span></td>"
            }
            let words: HTML = standing.isTied ? "level" : "ahead, not shown"
            return "<td class=\"n\"><span class=\"tag\">\(words)</span></td>"
        }
        guard let difference = standing.others[task.id] else {
            return "<td class=\"n\">\(Markup.dash("no example that both answered"))</td>"
        }
        let isShare = task.metrics.first?.isShare ?? false
        let value =
            isShare
            ? "\(Numbers.signed(difference.value * 100, 1)) points"
            : Numbers.signed(difference.value, 3)
        return """
            <td class="n"><span class="value">\(value)</span>\
            <span class="ci">\(Numbers.p(difference.p))</span></td>
            """
    }
}
