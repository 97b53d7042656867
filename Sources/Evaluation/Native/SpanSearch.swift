import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds the likeliest answer among the spans of windows of a text.
///
/// Source: transformers 4.49, `pipelines/question_answering.py`, with `top_k=1`: within a window the
/// softmax runs over the text's tokens and the first one, which stands for no answer; of each window the
/// span with the largest product counts, and of the windows the best.
struct SpanSearch {
    /// A token of a window.
    struct Token {
        /// Whether an answer may begin or end there: a token of the text.
        var isText: Bool
        /// Whether it takes part in the softmax without being an answer: `[CLS]`.
        var isFirst: Bool
        /// The logits of beginning and end.
        var start: Float
        var end: Float
        /// Where the word of the token begins and ends in the text, in Unicode scalars.
        var word: Range<Int>
    }

    let maximumLength: Int
    let handlesImpossible: Bool

    /// The best answer; empty where there is none, or that is likelier.
    func answer(_ windows: [[Token]], text: String) -> FoundAnswer {
        var best: FoundAnswer?
        var leastNull = 1_000_000.0
        let scalars = Array(text.unicodeScalars)
        for window in windows where !window.isEmpty {
            var starts = Self.probabilities(window, \.start)
            var ends = Self.probabilities(window, \.end)
            leastNull = min(leastNull, starts[0] * ends[0])
            // The first token is no part of the text.
            (starts[0], ends[0]) = (0, 0)
            guard let span = likeliest(starts, ends) else { continue }
            guard window[span.start].isText || window[span.start].isFirst,
                window[span.end].isText || window[span.end].isFirst
            else { continue }
            let score = starts[span.start] * ends[span.end]
            // Of equal answers, the first.
            guard score > best?.score ?? -1 else { continue }
            let start = window[span.start].word.lowerBound
            let end = window[span.end].word.upperBound
            let part = scalars[start..<max(start, end)]
            best = FoundAnswer(
                text: String(String.UnicodeScalarView(part)),
                score: score,
                start: start,
                end: end
            )
        }
        let none = FoundAnswer(text: "", score: leastNull, start: 0, end: 0)
        guard let best else {
            return handlesImpossible ? none : FoundAnswer(text: "", score: 0, start: 0, end: 0)
        }
        return handlesImpossible && none.score > best.score ? none : best
    }

    /// The softmax over the tokens that take part; 0 for the others.
    private static func probabilities(
        _ window: [Token],
        _ logit: KeyPath<Token, Float>
    ) -> [Double] {
        let isPart = { (token: Token) in token.isText || token.isFirst }
        let most = window.filter(isPart).map { Double($0[keyPath: logit]) }.max() ?? 0
        let powers = window.map { isPart($0) ? exp(Double($0[keyPath: logit]) - most) : 0 }
        let total = powers.reduce(0, +)
        return total > 0 ? powers.map { $0 / total } : powers
    }

    /// The span of the largest product, the first of equal ones.
    private func likeliest(_ starts: [Double], _ ends: [Double]) -> (start: Int, end: Int)? {
        var best: (start: Int, end: Int, score: Double)?
        for start in starts.indices {
            for end in start..<min(start + maximumLength, ends.count) {
                let score = starts[start] * ends[end]
                if score > best?.score ?? -1 { best = (start, end, score) }
            }
        }
        return best.map { ($0.start, $0.end) }
    }
}
