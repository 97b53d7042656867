/// Sequences of tokens, arranged so that what several begin with is there once.
///
/// A node stands for some tokens after those of its parent. Beginnings that are too short to be worth
/// a pass of their own stay with each of the sequences.
package struct PrefixTree {
    package struct Node {
        /// How many tokens come before its own.
        package let start: Int
        /// Its own tokens; none only where sequences end at the root.
        package let tokens: [Int]
        /// The sequences that go through it.
        package let members: [Int]
        package var children: [Node]

        /// The tokens of it and of all below it.
        package var tokenCount: Int { tokens.count + children.reduce(0) { $0 + $1.tokenCount } }

        /// The tokens on the longest way through it, those before it counted.
        package var depth: Int {
            max(start + tokens.count, children.reduce(0) { max($0, $1.depth) })
        }
    }

    /// The nodes that nothing is shared before.
    package let roots: [Node]

    /// The tokens that have to be run.
    package var tokenCount: Int { roots.reduce(0) { $0 + $1.tokenCount } }

    /// Arranges sequences.
    ///
    /// - Parameters:
    ///   - sequences: Any number of them, none empty.
    ///   - least: The tokens that sharing a beginning has to save for it to be a node.
    package init(_ sequences: [ArraySlice<Int>], least: Int = 32) {
        let order = sequences.indices.sorted { a, b in
            sequences[a].lexicographicallyPrecedes(sequences[b])
        }
        roots = Self.nodes(order[...], sequences, start: 0, shared: 0, least: least)
    }

    /// The nodes of sequences that are sorted and have `shared` tokens in common, those before
    /// `start` being in the nodes above.
    private static func nodes(
        _ members: ArraySlice<Int>,
        _ sequences: [ArraySlice<Int>],
        start: Int,
        shared: Int,
        least: Int
    ) -> [Node] {
        var nodes: [Node] = []
        var rest = members
        while let first = rest.first {
            let group = rest.prefix { member in
                // Equal sequences belong together even where they have no token of their own.
                let next = token(sequences[member], shared), own = token(sequences[first], shared)
                return next == own
            }
            rest = rest.dropFirst(group.count)
            nodes += node(group, sequences, start: start, shared: shared, least: least)
        }
        return nodes
    }

    private static func token(_ sequence: ArraySlice<Int>, _ place: Int) -> Int? {
        place < sequence.count ? sequence[sequence.startIndex + place] : nil
    }

    /// The node of sequences that go the same way after `shared` tokens, or their nodes if sharing is
    /// not worth it.
    private static func node(
        _ members: ArraySlice<Int>,
        _ sequences: [ArraySlice<Int>],
        start: Int,
        shared: Int,
        least: Int
    ) -> [Node] {
        guard let first = members.first, let last = members.last else { return [] }
        // They are sorted: what the first and the last have in common, all have.
        let common = zip(sequences[first], sequences[last]).prefix { $0 == $1 }.count
        let isOne = sequences[first].count == common && sequences[last].count == common
        let own = Array(sequences[first].prefix(common).dropFirst(start))
        if isOne {
            return [Node(start: start, tokens: own, members: Array(members), children: [])]
        }
        guard (members.count - 1) * own.count >= least else {
            return nodes(members, sequences, start: start, shared: common, least: least)
        }
        let ending = members.filter { sequences[$0].count == common }
        return [
            Node(
                start: start,
                tokens: own,
                members: Array(members),
                children: nodes(
                    members.dropFirst(ending.count),
                    sequences,
                    start: common,
                    shared: common,
                    least: least
                )
            )
        ]
    }
}
