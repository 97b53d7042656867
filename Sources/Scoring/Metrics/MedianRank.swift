package import Domain

/// The median of the ranks at which queries find what belongs to them, counted from 1.
///
/// 1 and up, lower is better, undefined without queries; between two middle ranks halfway (numpy's
/// `median`; some papers cut it down). For pictures see ``MeanReciprocalRank``.
package struct MedianRank: Metric {
    package static let name = "median_rank"
    package static let summary =
        "Median rank at which a query finds what belongs to it."
    package static let takes = Outcome.Kind.ranks
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = false
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [RecallAtK.Direction.option]

    private let direction: RecallAtK.Direction

    package init(options: [String: JSONValue]) throws {
        direction = try MetricOptions(options, of: Self.self).choice("direction")
    }

    package var parameters: [String: JSONValue] { ["direction": .string(direction.rawValue)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> RankTally? {
        guard case .ranks(let ranks) = outcome else { throw Self.mismatch(outcome, target) }
        return direction.rank(ranks).map { RankTally(rank: $0) }
    }

    package func value(_ total: RankTally) -> Double? { total.median }

    package func reader(of tallies: [RankTally]) -> ([Int]) -> Double? {
        RankTally.medians(of: tallies)
    }
}
