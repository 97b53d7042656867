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
/// - Returns: The value, nil where it is undefined; the interval, nil for fewer than two examples and for
///   metrics that have none.
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
    if value != nil, examples >= 2, M.hasInterval {
        if M.intervalMethod == .wilson, let proportion = metric.proportion(of: total) {
            interval = wilsonInterval(hits: proportion.hits, trials: proportion.trials)
        } else {
            let groups = counts.map { (tally: $0.key, count: $0.value, stored: $0.key.stored) }
                .sorted { $0.stored < $1.stored }
                .map { (tally: $0.tally, count: $0.count) }
            interval = bootstrapInterval(
                metric,
                groups: groups,
                seed: seed,
                replicates: replicates
            )
        }
    }
    return Figure(value: value, interval: interval, count: examples, failures: failures)
}
