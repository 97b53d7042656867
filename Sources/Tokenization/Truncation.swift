/// How a text, or a pair, is shortened to what a model takes.
package struct Truncation: Sendable, Equatable {
    /// Which of two texts loses tokens.
    package enum Strategy: String, Sendable, CaseIterable {
        /// The longer one, until both are as long; then both.
        case longestFirst = "longest_first"
        case onlyFirst = "only_first"
        case onlySecond = "only_second"
    }

    /// The end at which tokens are dropped.
    package enum Side: String, Sendable {
        case left, right
    }

    /// At most so many tokens, added ones among them.
    package var maximumLength: Int
    package var strategy: Strategy
    /// Where a long text is cut into windows, how many tokens a window shares with the one before.
    package var stride: Int
    package var side: Side

    package init(
        maximumLength: Int,
        strategy: Strategy = .longestFirst,
        stride: Int = 0,
        side: Side = .right
    ) {
        self.maximumLength = maximumLength
        self.strategy = strategy
        self.stride = stride
        self.side = side
    }

    /// How many tokens each of one or two texts may keep, where `added` tokens come on top.
    ///
    /// Source: `truncate_encodings` of the tokenizers library 0.21.
    ///
    /// - Returns: As many lengths as were given; those given, if they fit.
    /// - Throws: ``TokenizationError/truncation(reason:)`` where the text that may be shortened is too
    ///   short for that, or absent, or the added tokens alone are too many.
    func lengths(of counts: [Int], added: Int) throws(TokenizationError) -> [Int] {
        guard maximumLength >= added else {
            throw .truncation(
                reason: "\(added) tokens are added to every text, and it may have \(maximumLength)"
            )
        }
        let room = maximumLength - added
        if room == 0 { return counts.map { _ in 0 } }
        let excess = counts.reduce(0, +) - room
        guard excess > 0 else { return counts }
        switch strategy {
        case .longestFirst:
            guard counts.count == 2 else { return [room] }
            var shorter = min(counts[0], counts[1])
            var longer = shorter > room ? shorter : max(shorter, room - shorter)
            if shorter + longer > room {
                shorter = room / 2
                longer = shorter + room % 2
            }
            return counts[0] > counts[1] ? [longer, shorter] : [shorter, longer]
        case .onlyFirst, .onlySecond:
            let target = strategy == .onlyFirst ? 0 : 1
            guard target < counts.count else {
                throw .truncation(reason: "there is no second text to shorten")
            }
            guard counts[target] > excess else {
                throw .truncation(
                    reason: "\(excess) tokens are too many, and the text to be shortened has "
                        + "\(counts[target])"
                )
            }
            var lengths = counts
            lengths[target] -= excess
            return lengths
        }
    }
}
