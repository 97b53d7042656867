import Domain

/// The 95 % percentile interval of a metric over resampled examples (Efron 1979).
///
/// Whole examples are resampled, so that a ratio's numerator and denominator stay together. Equal
/// tallies are drawn together (``Resampler``). The bounds are the 2.5 and 97.5 percentiles of the
/// replicates, interpolated linearly (type 7 of Hyndman and Fan 1996).
///
/// - Parameters:
///   - metric: Whose value is wanted.
///   - groups: Distinct tallies with how often they occur, in an order on which the result depends.
///   - seed: Of the random numbers.
///   - replicates: How many samples are drawn, at least 1.
/// - Returns: Nil for fewer than two examples, and where the metric is undefined on more than one
///   replicate in twenty.
func bootstrapInterval<M: Metric>(
    _ metric: M,
    groups: [(tally: M.Tally, count: Int)],
    seed: UInt64,
    replicates: Int
) -> Figure.Interval? {
    let total = groups.reduce(0) { $0 + $1.count }
    guard total >= 2, replicates >= 1 else { return nil }
    var values: [Double] = []
    resample(
        metric,
        [groups.map(\.tally)],
        counts: groups.map(\.count),
        seed: seed,
        replicates: replicates
    ) { if let value = $0[0] { values.append(value) } }
    guard values.count * 20 >= replicates * 19, !values.isEmpty else { return nil }
    values.sort()
    return Figure.Interval(
        lower: percentile(0.025, of: values),
        upper: percentile(0.975, of: values),
        method: .bootstrap
    )
}

/// Draws samples of the examples and hands over a metric's value of each system on each sample.
///
/// - Parameters:
///   - metric: Whose values are wanted.
///   - systems: Each system's tallies of the same groups of examples.
///   - counts: How many examples are in each group.
///   - seed: Of the random numbers.
///   - replicates: How many samples are drawn.
///   - take: Is given a value for each system, nil where the metric is undefined.
func resample<M: Metric>(
    _ metric: M,
    _ systems: [[M.Tally]],
    counts: [Int],
    seed: UInt64,
    replicates: Int,
    take: ([Double?]) -> Void
) {
    let resampler = Resampler(counts: counts)
    var random = SeededRandom(seed: seed)
    let tables = systems.compactMap(metric.columns(of:))
    if tables.count == systems.count {
        var sums = ColumnSums(PackedColumns(tables.flatMap(\.columns), counts: counts))
        for _ in 0..<replicates {
            sums.clear()
            resampler.draw(into: &sums, using: &random)
            var totals = sums.totals[...]
            take(
                tables.map { table in
                    let own = Array(totals.prefix(table.columns.count))
                    totals = totals.dropFirst(own.count)
                    return table.value(own)
                }
            )
        }
    } else {
        let readers = systems.map(metric.reader(of:))
        var groups = GroupCounts(counts: counts)
        for _ in 0..<replicates {
            groups.clear()
            resampler.draw(into: &groups, using: &random)
            take(readers.map { $0(groups.drawn) })
        }
    }
}

/// A percentile of sorted numbers, interpolated linearly between its two neighbours.
func percentile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    let part = place - Double(below)
    return sorted[below] + part * (sorted[above] - sorted[below])
}
