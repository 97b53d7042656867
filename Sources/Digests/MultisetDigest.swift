/// A digest of a multiset of digests: the same whatever the order in which they were added.
///
/// The sum of the members modulo 2^256, printed with their count. It lets a dataset's fingerprint be
/// kept up to date batch by batch while a corpus streams in, and taken back when an example changes.
/// It tells corpora apart; it is not meant to resist somebody who forges members (Bellare and
/// Micciancio 1997 discuss what that takes).
package struct MultisetDigest: Sendable, Equatable {
    /// How many members were added.
    package private(set) var count: Int
    private var sum: (UInt64, UInt64, UInt64, UInt64)

    /// The empty multiset.
    package init() {
        count = 0
        sum = (0, 0, 0, 0)
    }

    /// Reads what ``description`` wrote; nil for anything else.
    package init?(_ description: String) {
        let parts = description.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let count = Int(parts[1]), count >= 0,
            let digest = SHA256Digest(hexadecimal: String(parts[0]))
        else { return nil }
        self.count = count
        sum = digest.words
    }

    /// Adds a member.
    package mutating func insert(_ digest: SHA256Digest) {
        let (d, carry0) = sum.3.addingReportingOverflow(digest.words.3)
        let (c, carry1) = Self.add(sum.2, digest.words.2, carry0)
        let (b, carry2) = Self.add(sum.1, digest.words.1, carry1)
        let (a, _) = Self.add(sum.0, digest.words.0, carry2)
        sum = (a, b, c, d)
        count += 1
    }

    /// Takes a member out that was added before.
    package mutating func remove(_ digest: SHA256Digest) {
        let words = digest.words
        let inverse = SHA256Digest(words: (~words.0, ~words.1, ~words.2, ~words.3))
        insert(inverse)
        insert(SHA256Digest(words: (0, 0, 0, 1)))
        count -= 3
    }

    /// The sum in hexadecimal, a hyphen, the number of members.
    package var description: String { "\(SHA256Digest(words: sum).hexadecimal)-\(count)" }

    private static func add(_ a: UInt64, _ b: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (partial, first) = a.addingReportingOverflow(b)
        let (total, second) = partial.addingReportingOverflow(carry ? 1 : 0)
        return (total, first || second)
    }

    package static func == (a: Self, b: Self) -> Bool { a.count == b.count && a.sum == b.sum }
}
