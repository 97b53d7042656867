package import Domain

/// The 97.5 % point of the standard normal distribution.
let normalQuantile = 1.959_963_984_540_054

/// Wilson's score interval for a proportion, at 95 % (Wilson 1927; without continuity correction).
///
/// - Returns: Bounds within 0...1; nil without trials.
package func wilsonInterval(hits: Int, trials: Int) -> Figure.Interval? {
    precondition(hits >= 0 && hits <= trials, "\(hits) hits in \(trials) trials")
    guard trials > 0 else { return nil }
    let n = Double(trials)
    let share = Double(hits) / n
    let z2 = normalQuantile * normalQuantile
    let center = share + z2 / (2 * n)
    let reach =
        normalQuantile * ((share * (1 - share) + z2 / (4 * n)) / n).squareRoot()
    let scale = 1 + z2 / n
    // Without any hits the lower bound is exactly 0, and rounding must not show there.
    return Figure.Interval(
        lower: hits == 0 ? 0 : max(0, (center - reach) / scale),
        upper: hits == trials ? 1 : min(1, (center + reach) / scale),
        method: .wilson
    )
}
