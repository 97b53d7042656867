package import Domain

/// How far apart the best and the worst served group are.
package struct GroupGap: Sendable, Equatable {
    /// The group of the lowest and of the highest value; of equal ones the first by name.
    package let lowest: String
    package let highest: String
    /// Highest less lowest value, 0 or more.
    package let difference: Double
    /// Highest by lowest value; nil if the lowest is 0.
    package let ratio: Double?
    /// Whether the two groups' 95 % intervals have a point in common, so that the gap may be chance;
    /// nil if one of them has no interval.
    package let intervalsOverlap: Bool?
}

/// The largest difference between two groups' values.
///
/// - Parameters:
///   - groups: Each group's figure by the group's name.
///   - minimumCount: Groups of fewer examples are left out.
/// - Returns: Nil unless at least two groups have a value.
package func largestGap(_ groups: [String: Figure], minimumCount: Int = 1) -> GroupGap? {
    let valued = groups.compactMap { name, figure in
        figure.count >= minimumCount ? figure.value.map { (name: name, value: $0) } : nil
    }.sorted { ($0.value, $0.name) < ($1.value, $1.name) }
    guard valued.count >= 2, let lowest = valued.first, let best = valued.last?.value,
        let highest = valued.dropFirst().first(where: { $0.value == best })
    else { return nil }
    var overlap: Bool?
    if let low = groups[lowest.name]?.interval, let high = groups[highest.name]?.interval {
        overlap = low.lower <= high.upper && high.lower <= low.upper
    }
    return GroupGap(
        lowest: lowest.name,
        highest: highest.name,
        difference: highest.value - lowest.value,
        ratio: lowest.value == 0 ? nil : highest.value / lowest.value,
        intervalsOverlap: overlap
    )
}
