package import Domain
import Foundation

/// A metric's figure over examples, from their tallies.
///
/// The interval is Wilson's for a share of right answers, Student's for a mean, else the percentile
/// bootstrap's; the standard error is that of a mean with n - 1, else the spread of the bootstrap's
/// replicates.
///
/// - Parameters:
///   - metric: Whose value is wanted.
///   - tallies: With how often each occurs; in any order, equal ones together or not: the figure is
///     the same.
///   - failures: Examples without an answer, which are in no value.
///   - seed: Of the bootstrap, where the metric asks for one.
///   - replicates: Of the bootstrap.
/// - Returns: The value, nil where it is undefined; the interval and the standard error, nil for fewer
///   than two examples.
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
    var result = Figure(
        value: value,
        interval: nil,
        count: examples,
        failures: failures,
        note: metric.note(on: total)
    )
    guard let value, examples >= 2 else { return result }

    let groups = counts.map { (tally: $0.key, count: $0.value, stored: $0.key.stored) }
        .sorted { $0.stored < $1.stored }
        .map { (tally: $0.tally, count: $0.count) }
    if M.intervalMethod == .wilson, let proportion = metric.proportion(of: total) {
        result.interval = wilsonInterval(hits: proportion.hits, trials: proportion.trials)
        result.standardError = proportion.standardError
    } else if let mean = MeanOfExamples(metric, groups) {
        result.interval = mean.interval(around: value)
        result.standardError = mean.standardError
    } else {
        let found = bootstrap(metric, groups: groups, seed: seed, replicates: replicates)
        result.interval = found?.interval
        result.standardError = found?.standardError
    }
    return result
}

/// The spread of a mean over examples whose values are known one by one.
struct MeanOfExamples {
    let count: Int
    /// The standard error of the mean, the spread with n - 1.
    let standardError: Double

    /// Nil where the metric is no mean of its values on the examples.
    init?<M: Metric>(_ metric: M, _ groups: [(tally: M.Tally, count: Int)]) {
        guard M.intervalMethod == .student else { return nil }
        var numbers: [(value: Double, count: Int)] = []
        for group in groups {
            guard let value = metric.value(group.tally) else { return nil }
            numbers.append((value, group.count))
        }
        count = numbers.reduce(0) { $0 + $1.count }
        guard count >= 2 else { return nil }
        let n = Double(count)
        let mean = numbers.reduce(0) { $0 + $1.value * Double($1.count) } / n
        let squares = numbers.reduce(0) {
            $0 + ($1.value - mean) * ($1.value - mean) * Double($1.count)
        }
        standardError = (squares / (n - 1) / n).squareRoot()
    }

    /// The 95 % interval by Student's t with n - 1 degrees of freedom.
    func interval(around value: Double) -> Figure.Interval {
        let reach =
            Distributions.studentTwoSided(0.05, degrees: Double(count - 1)) * standardError
        return Figure.Interval(lower: value - reach, upper: value + reach, method: .student)
    }
}
