package import Domain

/// A metric's figure whose interval says that examples of one cluster stray together: whole clusters
/// are drawn, such as all utterances of a speaker.
///
/// - Parameters:
///   - metric: Whose value is wanted.
///   - clusters: Each cluster's tallies with how often each occurs.
///   - failures: Examples without an answer, which are in no value.
///   - seed: Of the bootstrap.
///   - replicates: Of the bootstrap.
/// - Returns: The value, the same as without clusters; the interval, nil for fewer than two clusters.
package func clusteredFigure<M: Metric>(
    _ metric: M,
    clusters: [[(tally: M.Tally, count: Int)]],
    failures: Int,
    seed: UInt64,
    replicates: Int = 1000
) -> Figure {
    var total = M.Tally.zero
    var examples = 0
    var sums: [M.Tally: Int] = [:]
    for cluster in clusters {
        var sum = M.Tally.zero
        for (tally, count) in cluster where count > 0 {
            sum.add(tally, times: count)
            examples += count
        }
        total += sum
        sums[sum, default: 0] += 1
    }
    let value = metric.value(total)
    let interval =
        value == nil
        ? nil
        : bootstrapInterval(metric, groups: inStoredOrder(sums), seed: seed, replicates: replicates)
    return Figure(value: value, interval: interval, count: examples, failures: failures)
}
