package import Domain

/// Whether examples stray together at all.
///
/// - Parameter rows: The cluster of each row, nil for examples without one, and how many examples it stands
///   for.
/// - Returns: False where every cluster has one example: they stand by themselves, and all that is said of
///   independent examples holds.
package func haveClusters(_ rows: some Sequence<(cluster: String?, count: Int)>) -> Bool {
    var seen: Set<String> = []
    for row in rows where row.count > 0 {
        guard let cluster = row.cluster else { continue }
        if row.count > 1 || !seen.insert(cluster).inserted { return true }
    }
    return false
}

/// A metric's figure whose interval says that examples of one cluster stray together: whole clusters
/// are drawn, such as all utterances of a speaker.
///
/// The standard error of a mean is Miller's (``StandardError/clusteredMiller(_:clusters:)``); that of
/// anything else is the spread of the bootstrap's replicates.
///
/// - Parameters:
///   - metric: Whose value is wanted.
///   - clusters: Each cluster's tallies with how often each occurs.
///   - failures: Examples without an answer, which are in no value.
///   - seed: Of the bootstrap.
///   - replicates: Of the bootstrap.
/// - Returns: The value, the same as without clusters; the interval and the standard error, nil for fewer
///   than two clusters.
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
    var result = Figure(
        value: value,
        interval: nil,
        count: examples,
        failures: failures,
        clusters: clusters.count,
        note: metric.note(on: total)
    )
    guard value != nil, clusters.count >= 2, M.hasInterval else { return result }
    let found = bootstrap(
        metric,
        groups: inStoredOrder(sums),
        seed: seed,
        replicates: replicates,
        method: .clusterBootstrap
    )
    result.interval = found?.interval
    result.standardError =
        clusteredStandardErrors(metric, clusters: clusters)?.miller ?? found?.standardError
    return result
}

/// The standard errors of a mean over clustered examples, by both published conventions.
///
/// - Returns: Nil for a metric that is no mean of its values on the examples, and where an example has
///   no value; either may be nil by itself (``StandardError``).
package func clusteredStandardErrors<M: Metric>(
    _ metric: M,
    clusters: [[(tally: M.Tally, count: Int)]]
) -> (miller: Double?, inspect: Double?)? {
    guard M.intervalMethod == .student || M.intervalMethod == .wilson else { return nil }
    var numbers: [Double] = []
    var names: [String] = []
    for (index, cluster) in clusters.enumerated() {
        for (tally, count) in cluster where count > 0 {
            guard let value = metric.value(tally) else { return nil }
            numbers += repeatElement(value, count: count)
            names += repeatElement(String(index), count: count)
        }
    }
    return (
        StandardError.clusteredMiller(numbers, clusters: names),
        StandardError.clusteredInspect(numbers, clusters: names)
    )
}
