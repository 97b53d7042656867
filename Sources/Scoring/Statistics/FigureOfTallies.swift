package import Domain

/// A metric's figure over examples, from their tallies.
///
/// - Parameters:
///   - metric: Whose value is wanted.
///   - tallies: With how often each occurs; in any order, equal ones together or not: the figure is
///     the same.
///   - failures: Examples without an answer, which are in no value.
///   - seed: Of the bootstrap, where the metric asks for one.
///   - replicates: Of the bootstrap.
/// - Returns: The value, nil where it is undefined; the interval, nil for fewer than two examples.
package func figure<M: Metric>(
    _ metric: M,
    tallies: [(tally: M.Tally, count: Int)],
    failures: Int,
    seed: UInt64,
    replicates: Int = 1000
) -> Figure {
    var counts: [M.Tally: Int] = [:]
    for (tally, count) in tallies where count > 0 {
        counts[tally, default: 0] += count
    }
    var total = M.Tally.zero
    for (tally, count) in counts { total.add(tally, times: count) }
    let examples = counts.values.reduce(0, +)
    let value = metric.value(total)

    var interval: Figure.Interval?
    if value != nil, examples >= 2 {
        if M.intervalMethod == .wilson, let proportion = metric.proportion(of: total) {
            interval = wilsonInterval(hits: proportion.hits, trials: proportion.trials)
        } else {
            interval = bootstrapInterval(
                metric,
                groups: inStoredOrder(counts),
                seed: seed,
                replicates: replicates
            )
        }
    }
    return Figure(value: value, interval: interval, count: examples, failures: failures)
}

/// Tallies with their counts in the order of their texts: what is drawn of them with a seed depends on
/// their order, and must not depend on the one in which they came.
func inStoredOrder<Tally: MetricTally>(_ counts: [Tally: Int]) -> [(tally: Tally, count: Int)] {
    let groups = counts.map { (tally: $0.key, count: $0.value) }
    let texts = groups.map(\.tally.stored)
    // Places are sorted, not tallies, which generic code takes long to move.
    return texts.indices.sorted { texts[$0] < texts[$1] }.map { groups[$0] }
}
