import Domain
import Foundation
package import Scoring
package import Storage

/// Which test decides about a metric.
package enum SignificanceTest: String, Sendable, CaseIterable {
    /// For metrics that are right or wrong about an example.
    case mcNemarExact = "mcnemar_exact"
    /// For word error rates, with at least ``fewestStretches`` stretches.
    case matchedPairs = "mapsswe"
    /// For all others, and wherever examples come in clusters.
    case randomization = "approximate_randomization"

    /// From here on the normal approximation of the matched-pairs test is good (Gillick and Cox 1989).
    static let fewestStretches = 50
}

extension PairedTests {
    /// The test that suits the metric, with its p.
    ///
    /// Where examples come in clusters, only swapping knows of them.
    package func decisive(_ matched: MatchedPairs? = nil) -> (test: SignificanceTest, p: Double) {
        if clusters == nil {
            if let mcNemar { return (.mcNemarExact, mcNemar.exact) }
            if let matched, matched.stretches.count >= SignificanceTest.fewestStretches,
                let difference = matched.difference
            {
                return (.matchedPairs, difference.normal)
            }
        }
        return (.randomization, randomization.p)
    }

    /// The clusters, or examples, from which on swapping can give a p as small as the significance; nil
    /// where there are as many.
    ///
    /// All answers swapped or none are two of 2ⁿ ways: no p is smaller than 2¹⁻ⁿ, however large the
    /// difference is.
    package func unitsToSwap(at significance: Double) -> Int? {
        let needed = Int((1 - log2(significance)).rounded(.up))
        return (clusters ?? examples) < needed ? needed : nil
    }
}

extension AnyMetric {
    /// Compares two systems by the pairs of tallies that a database holds of the same examples.
    ///
    /// - Parameters:
    ///   - pairs: Of all shared examples; they are drawn and swapped by cluster where there are any.
    ///   - seed: Of the random numbers, a run's.
    ///   - replicates: How many samples the bootstrap and the randomisation draw each.
    ///   - progress: Hears how many of twice as many samples are drawn.
    /// - Returns: Nil where the metric is undefined for either system, and for a metric that only counts.
    /// - Throws: ``MetricError/tally(metric:stored:)`` for a tally of another metric.
    package func pairedTests(
        stored pairs: [StoredPair],
        seed: Int,
        replicates: Int,
        progress: (Int) -> Void = { _ in }
    ) throws(MetricError) -> PairedTests? {
        try pairedTests(
            pairs.map {
                PairedTallies(
                    first: $0.first,
                    second: $0.second,
                    cluster: $0.cluster,
                    count: $0.count
                )
            },
            isClustered: haveClusters(pairs.lazy.map { ($0.cluster, $0.count) }),
            seed: UInt64(bitPattern: Int64(seed)),
            replicates: replicates,
            progress: progress
        )
    }
}
