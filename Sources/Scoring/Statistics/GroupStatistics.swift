package import Domain

/// What is said of several groups together: `difference_between_groups` and the like.
package struct GroupStatistic: Sendable, Equatable {
    /// As the database and reports write it.
    package let name: String
    package let figure: Figure
}

/// How far groups lie apart in a metric, as fairlearn 0.15 defines it, with 95 % intervals.
///
/// - `difference_between_groups`: the largest less the smallest value.
/// - `ratio_between_groups`: the smallest by the largest value.
/// - `difference_to_overall`: the largest distance of a group from the value over all examples.
/// - `ratio_to_overall`: the smallest ratio of a group's and the overall value, the smaller above.
///   Where a value is below 0, such as a correlation, there are no ratios.
/// - those that the metric adds (``Metric/groupStatistics(_:overall:)``).
///
/// Intervals are percentiles of a bootstrap over all examples, or over whole clusters. In a difference
/// or ratio between groups the two groups are those that lie farthest apart in the data, and the interval is
/// that of these two: it reaches beyond 0 (or 1) where the groups may as well be the other way
/// round, which that of the replicates' own extremes never does. The same holds for the group that lies
/// farthest from the overall value. Nothing corrects for the choice: of many groups that are alike, the two
/// that lie farthest apart often have an interval that leaves 0 out. The metric's own statistics are taken of
/// each replicate as they are.
///
/// - Parameters:
///   - metric: Whose values are compared.
///   - tallies: Each of a group; those without one are in no value, not in the overall one either.
///   - seed: Of the bootstrap.
///   - replicates: Of the bootstrap.
/// - Returns: Empty for fewer than two groups with a value; failures are 0.
func groupStatistics<M: Metric>(
    _ metric: M,
    _ tallies: [CountedTally<M.Tally>],
    seed: UInt64,
    replicates: Int
) -> [GroupStatistic] {
    let sample = GroupedSample(metric, tallies)
    guard let whole = sample.values(nil), whole.known.count >= 2 else { return [] }
    let statistics = whole.statistics
    var drawn: [[String: Double]] = []
    var random = SeededRandom(seed: seed)
    let resampler = Resampler(counts: sample.units)
    var groups = GroupCounts(counts: sample.units)
    let total = sample.units.reduce(0, +)
    for _ in 0..<(total >= 2 ? replicates : 0) {
        groups.clear()
        resampler.draw(into: &groups, using: &random)
        if let values = sample.values(groups.drawn) { drawn.append(values.statistics(like: whole)) }
    }
    return statistics.sorted { $0.key < $1.key }.map { name, value in
        let found = BootstrapResult(
            drawn.compactMap { $0[name] },
            replicates: replicates,
            method: sample.isClustered ? .clusterBootstrap : .bootstrap
        )
        return GroupStatistic(
            name: name,
            figure: Figure(
                value: value,
                interval: found?.interval,
                count: sample.count,
                failures: 0,
                standardError: found?.standardError,
                clusters: sample.isClustered ? total : nil,
                note: whole.note(name)
            )
        )
    }
}

/// Tallies by group, laid out so that whole units can be drawn: examples that are equal, or clusters.
private struct GroupedSample<M: Metric> {
    private let metric: M
    private let names: [String]
    /// Of each group, which units have a part in it, and the part.
    private let members: [(units: [Int], tallies: [M.Tally])]
    private let readers: [([Int]) -> Double?]
    private let everything: ([Int]) -> Double?
    private let wholes: [M.Tally]
    /// How often each unit occurs.
    let units: [Int]
    let isClustered: Bool
    /// Of examples.
    let count: Int

    init(_ metric: M, _ tallies: [CountedTally<M.Tally>]) {
        self.metric = metric
        let grouped = tallies.filter { $0.group != nil && $0.count > 0 }
        names = Set(grouped.compactMap(\.group)).sorted()
        isClustered = grouped.contains { $0.cluster != nil }
        count = grouped.reduce(0) { $0 + $1.count }

        // A cluster is one unit with a part in every group of its examples; examples without a
        // cluster are units by themselves, equal ones of a group together.
        var clusters: [String: [String: M.Tally]] = [:]
        var parts: [(count: Int, parts: [String: M.Tally])] = []
        for item in grouped {
            let group = item.group ?? ""
            if let cluster = item.cluster {
                clusters[cluster, default: [:]][group, default: .zero]
                    .add(item.tally, times: item.count)
            } else {
                parts.append((item.count, [group: item.tally]))
            }
        }
        parts.sort {
            let (a, b) = ($0.parts.first, $1.parts.first)
            return (a?.key ?? "", a?.value.stored ?? "") < (b?.key ?? "", b?.value.stored ?? "")
        }
        parts += clusters.sorted { $0.key < $1.key }.map { (1, $0.value) }
        units = parts.map(\.count)

        var members: [(units: [Int], tallies: [M.Tally])] = []
        for name in names {
            var own: (units: [Int], tallies: [M.Tally]) = ([], [])
            for (index, part) in parts.enumerated() {
                guard let tally = part.parts[name] else { continue }
                own.units.append(index)
                own.tallies.append(tally)
            }
            members.append(own)
        }
        self.members = members
        readers = members.map { metric.reader(of: $0.tallies) }
        wholes = parts.map { part in
            part.parts.values.reduce(into: M.Tally.zero) { $0.add($1, times: 1) }
        }
        everything = metric.reader(of: wholes)
    }

    /// The values where each unit occurs so often; as often as in the data where nothing is said. Nil
    /// where the overall value is undefined.
    func values(_ drawn: [Int]?) -> GroupValues? {
        let times = drawn ?? units
        guard let overall = everything(times) else { return nil }
        var groups: [String: Double?] = [:]
        for (index, name) in names.enumerated() {
            groups[name] = readers[index](members[index].units.map { times[$0] })
        }
        var own: [String: Double] = [:]
        if M.hasGroupStatistics {
            var sums: [String: M.Tally] = [:]
            for (index, name) in names.enumerated() {
                var sum = M.Tally.zero
                for (unit, tally) in zip(members[index].units, members[index].tallies)
                where times[unit] > 0 { sum.add(tally, times: times[unit]) }
                sums[name] = sum
            }
            var total = M.Tally.zero
            for sum in sums.values { total += sum }
            own = metric.groupStatistics(sums, overall: total)
        }
        return GroupValues(groups: groups, overall: overall, own: own)
    }
}

/// The values of groups, nil where they are undefined, and what is made of them.
private struct GroupValues {
    let groups: [String: Double?]
    let overall: Double
    let own: [String: Double]

    var known: [(name: String, value: Double)] {
        groups.compactMap { name, value in value.map { (name: name, value: $0) } }
            .sorted { ($0.value, $0.name) < ($1.value, $1.name) }
    }

    private var lowest: (name: String, value: Double)? { known.first }
    private var highest: (name: String, value: Double)? { known.last }
    private var farthest: String? {
        known.max { abs($0.value - overall) < abs($1.value - overall) }?.name
    }
    /// The group whose ratio to the overall value is the smallest.
    private var mostUneven: String? {
        known.min { (ratio($0.value, overall) ?? 1) < (ratio($1.value, overall) ?? 1) }?.name
    }

    /// A ratio of numbers of which one is below 0 says nothing of how far they are apart.
    private var hasRatios: Bool { overall >= 0 && known.allSatisfy { $0.value >= 0 } }

    private func ratio(_ a: Double, _ b: Double) -> Double? {
        max(a, b) == 0 ? nil : min(a, b) / max(a, b)
    }

    var statistics: [String: Double] { statistics(like: self) }

    /// The statistics between the groups that are the extreme ones of `data`.
    func statistics(like data: GroupValues) -> [String: Double] {
        var result = own
        func value(_ name: String?) -> Double? { name.flatMap { groups[$0] ?? nil } }
        if let low = value(data.lowest?.name), let high = value(data.highest?.name) {
            result["difference_between_groups"] = high - low
            if hasRatios, high != 0 { result["ratio_between_groups"] = low / high }
        }
        if let far = value(data.farthest), let name = data.farthest,
            let place = data.groups[name] ?? nil
        {
            result["difference_to_overall"] =
                place >= data.overall ? far - overall : overall - far
        }
        if hasRatios, let odd = value(data.mostUneven), let name = data.mostUneven,
            let place = data.groups[name] ?? nil
        {
            let (above, below) = place <= data.overall ? (odd, overall) : (overall, odd)
            if below != 0 { result["ratio_to_overall"] = above / below }
        }
        return result
    }

    /// Between which groups a statistic is.
    func note(_ statistic: String) -> String? {
        let undefined = groups.filter { $0.value == nil }.keys.sorted()
        let left = undefined.isEmpty ? "" : "; no value for \(undefined.joined(separator: ", "))"
        switch statistic {
        case "difference_between_groups", "ratio_between_groups":
            guard let lowest, let highest else { return nil }
            return "lowest: \(lowest.name), highest: \(highest.name)\(left)"
        case "difference_to_overall": return farthest.map { "farthest: \($0)\(left)" }
        case "ratio_to_overall": return mostUneven.map { "farthest: \($0)\(left)" }
        default: return left.isEmpty ? nil : String(left.dropFirst(2))
        }
    }
}
