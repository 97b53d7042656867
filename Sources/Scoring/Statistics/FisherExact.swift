import Foundation

/// The two-sided p of Fisher's exact test: of equal shares in two groups, with the margins fixed.
///
/// The sum over all tables that are not likelier than the one found (Fisher 1935), those within a relative
/// 10⁻⁷ of it included, as R's `fisher.test` has it.
///
/// - Parameters:
///   - firstHits: Hits of the first group, a whole number.
///   - firstCount: Examples of the first group.
///   - secondHits: Hits of the second group, a whole number.
///   - secondCount: Examples of the second group.
/// - Returns: 0...1; 1 where a group is empty or all examples are alike.
package func fisherExact(
    hits firstHits: Double,
    of firstCount: Int,
    hits secondHits: Double,
    of secondCount: Int
) -> Double {
    let n = Double(firstCount), m = Double(secondCount)
    let hits = firstHits + secondHits
    let least = max(0, hits - m), most = min(n, hits)
    guard n > 0, m > 0, least < most else { return 1 }
    // The chance of k hits in the first group, but for a factor that all share.
    func logWeight(_ k: Double) -> Double {
        -lgamma(k + 1) - lgamma(n - k + 1) - lgamma(hits - k + 1) - lgamma(m - hits + k + 1)
    }
    let mode = ((n + 1) * (hits + 1) / (n + m + 2)).rounded(.down)
    let top = logWeight(min(max(mode, least), most))
    let found = exp(logWeight(firstHits) - top) * (1 + 1e-7)
    var all = 0.0
    var unlikely = 0.0
    for k in stride(from: least, through: most, by: 1) {
        let weight = exp(logWeight(k) - top)
        all += weight
        if weight <= found { unlikely += weight }
    }
    return min(1, unlikely / all)
}
