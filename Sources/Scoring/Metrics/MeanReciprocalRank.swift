package import Domain

/// The mean of 1 by the rank at which a query finds what belongs to it.
///
/// 0...1, higher is better, undefined without queries. For pictures the rank is that of the best of their
/// captions, and each picture counts once (``RecallAtK``).
package struct MeanReciprocalRank: MeanMetric {
    package static let name = "mean_reciprocal_rank"
    package static let summary =
        "Mean of 1 by the rank of what belongs to a query."
    package static let takes = Outcome.Kind.ranks
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = true
    package static let isShare = true
    package static let options = [RecallAtK.Direction.option]

    private let direction: RecallAtK.Direction

    package init(options: [String: JSONValue]) throws {
        direction = try MetricOptions(options, of: Self.self).choice("direction")
    }

    package var parameters: [String: JSONValue] { ["direction": .string(direction.rawValue)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .ranks(let ranks) = outcome else { throw Self.mismatch(outcome, target) }
        return direction.rank(ranks).map { SumsTally([1 / Double(max($0, 1))]) }
    }
}
