import Domain

/// What the replicates of a bootstrap say of a value.
struct BootstrapResult {
    let interval: Figure.Interval
    /// The spread of the replicates, with n - 1.
    let standardError: Double

    /// - Parameters:
    ///   - values: Of the replicates on which the value is defined, in any order.
    ///   - replicates: All that were drawn.
    ///   - method: How they were drawn.
    /// - Returns: Nil where the value is undefined on more than one replicate in twenty.
    init?(_ values: [Double], replicates: Int, method: Figure.Method) {
        guard values.count * 20 >= replicates * 19, values.count >= 2 else { return nil }
        let sorted = values.sorted()
        interval = Figure.Interval(
            lower: percentile(0.025, of: sorted),
            upper: percentile(0.975, of: sorted),
            method: method
        )
        let n = Double(values.count)
        let mean = sorted.reduce(0, +) / n
        let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        standardError = (squares / (n - 1)).squareRoot()
    }
}

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
///   - method: What the interval is called.
/// - Returns: Nil for fewer than two examples, and where the metric is undefined on more than one
///   replicate in twenty.
func bootstrap<M: Metric>(
    _ metric: M,
    groups: [(tally: M.Tally, count: Int)],
    seed: UInt64,
    replicates: Int,
    method: Figure.Method = .bootstrap
) -> BootstrapResult? {
    let total = groups.reduce(0) { $0 + $1.count }
    guard total >= 2, replicates >= 1 else { return nil }
    let draw = sampler(metric, [groups.map(\.tally)], counts: groups.map(\.count))
    var random = SeededRandom(seed: seed)
    let values = (0..<replicates).compactMap { _ in draw(&random)[0] }
    return BootstrapResult(values, replicates: replicates, method: method)
}

/// A function that draws a sample of the examples and gives a metric's value of each system on it.
///
/// It keeps memory between its calls: threads need one each.
///
/// - Parameters:
///   - metric: Whose values are wanted.
///   - systems: Each system's tallies of the same groups of examples.
///   - counts: How many examples are in each group.
func sampler<M: Metric>(
    _ metric: M,
    _ systems: [[M.Tally]],
    counts: [Int]
) -> (inout SeededRandom) -> [Double?] {
    let resampler = Resampler(counts: counts)
    let tables = systems.compactMap(metric.columns(of:))
    if tables.count == systems.count {
        var sums = ColumnSums(PackedColumns(tables.flatMap(\.columns), counts: counts))
        return { random in
            sums.clear()
            resampler.draw(into: &sums, using: &random)
            var totals = sums.totals[...]
            return tables.map { table in
                let own = Array(totals.prefix(table.columns.count))
                totals = totals.dropFirst(own.count)
                return table.value(own)
            }
        }
    }
    let readers = systems.map(metric.reader(of:))
    var groups = GroupCounts(counts: counts)
    return { random in
        groups.clear()
        resampler.draw(into: &groups, using: &random)
        return readers.map { $0(groups.drawn) }
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
