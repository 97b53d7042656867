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
    /// Whether so wide a gap is chance; nil where the figures say too little.
    package let test: GapTest?
}

/// A test of whether two groups that were picked out for lying farthest apart differ.
package struct GapTest: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Fisher's exact test of two shares of right answers.
        case fisher
        /// The difference by the root of the sum of the squared standard errors, as a normal number.
        case wald
    }

    package let kind: Kind
    /// Two-sided, times the number of pairs of groups (Bonferroni), 1 at most.
    package let p: Double
    /// How many pairs the widest was picked from.
    package let pairs: Int
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
    let pairs = valued.count * (valued.count - 1) / 2
    var test: GapTest?
    if let low = groups[lowest.name], let high = groups[highest.name] {
        test = gapTest(low, high, pairs: pairs)
    }
    return GroupGap(
        lowest: lowest.name,
        highest: highest.name,
        difference: highest.value - lowest.value,
        ratio: lowest.value == 0 ? nil : highest.value / lowest.value,
        test: test
    )
}

/// Whether two groups of different examples differ.
///
/// Wilson's interval is that of a share whose examples are independent, so such figures are counts.
private func gapTest(_ a: Figure, _ b: Figure, pairs: Int) -> GapTest? {
    guard let x = a.value, let y = b.value else { return nil }
    if a.interval?.method == .wilson, b.interval?.method == .wilson {
        let p = fisherExact(
            hits: (x * Double(a.count)).rounded(),
            of: a.count,
            hits: (y * Double(b.count)).rounded(),
            of: b.count
        )
        return GapTest(kind: .fisher, p: min(1, p * Double(pairs)), pairs: pairs)
    }
    guard let first = a.standardError, let second = b.standardError else { return nil }
    let error = (first * first + second * second).squareRoot()
    guard error > 0, error.isFinite else { return nil }
    let p = Distributions.normalTails((x - y) / error)
    return GapTest(kind: .wald, p: min(1, p * Double(pairs)), pairs: pairs)
}
