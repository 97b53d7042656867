/// What is known of one label sequence given the frames: how probable it is and where its labels lie.
///
/// Source: Graves et al. 2006, section 4.1.
package enum CTCAlignment {
    /// The logarithm of the probability of the labels, over all alignments.
    ///
    /// Its negative is the CTC loss of the reference with `ctc_loss_reduction` "sum".
    ///
    /// - Returns: Minus infinity if there are more labels (and blanks that equal neighbours need)
    ///   than frames; 0 for no labels and no frames.
    package static func logProbability(
        of labels: [Int],
        given scores: FrameScores,
        blank: Int
    ) -> Double {
        let states = extended(labels, blank)
        guard scores.frames > 0 else { return labels.isEmpty ? 0 : -.infinity }
        var forward = [Double](repeating: -.infinity, count: states.count)
        forward[0] = scores[0, blank]
        if states.count > 1 { forward[1] = scores[0, states[1]] }
        for frame in 1..<max(scores.frames, 1) {
            var next = forward
            for s in states.indices {
                var sum = forward[s]
                if s >= 1 { sum = LogSum.of(sum, forward[s - 1]) }
                if canSkip(to: s, states, blank) { sum = LogSum.of(sum, forward[s - 2]) }
                next[s] = sum + scores[frame, states[s]]
            }
            forward = next
        }
        let last = forward[states.count - 1]
        return states.count > 1 ? LogSum.of(last, forward[states.count - 2]) : last
    }

    /// The most probable path of frames that reads as the labels.
    ///
    /// - Returns: An id for each frame; nil if no path reads so.
    package static func path(
        of labels: [Int],
        given scores: FrameScores,
        blank: Int
    ) -> [Int]? {
        let states = extended(labels, blank)
        guard scores.frames > 0 else { return labels.isEmpty ? [] : nil }
        var best = [Double](repeating: -.infinity, count: states.count)
        best[0] = scores[0, blank]
        if states.count > 1 { best[1] = scores[0, states[1]] }
        // How far back the best way to each state comes from: 0, 1 or 2 states, by frame.
        var steps = [UInt8](repeating: 0, count: scores.frames * states.count)
        for frame in 1..<max(scores.frames, 1) {
            var next = best
            for s in states.indices {
                var step = 0
                if s >= 1 && best[s - 1] > best[s] { step = 1 }
                if canSkip(to: s, states, blank) && best[s - 2] > best[s - step] { step = 2 }
                next[s] = best[s - step] + scores[frame, states[s]]
                steps[frame * states.count + s] = UInt8(step)
            }
            best = next
        }
        var state = states.count - 1
        if states.count > 1 && best[state - 1] > best[state] { state -= 1 }
        guard best[state] > -.infinity else { return nil }
        var path = [Int](repeating: blank, count: scores.frames)
        for frame in stride(from: scores.frames - 1, through: 0, by: -1) {
            path[frame] = states[state]
            state -= Int(steps[frame * states.count + state])
        }
        return path
    }

    /// The labels with blanks before, between and after them.
    private static func extended(_ labels: [Int], _ blank: Int) -> [Int] {
        [blank] + labels.flatMap { [$0, blank] }
    }

    /// Whether the blank before a label may be left out: not between equal labels.
    private static func canSkip(to s: Int, _ states: [Int], _ blank: Int) -> Bool {
        s >= 2 && states[s] != blank && states[s] != states[s - 2]
    }
}
