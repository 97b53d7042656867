import Domain
import Foundation

/// The sums that perplexity and its kin are made of, in a ``SumsTally``: log-likelihood, tokens, words,
/// bytes.
enum LikelihoodSums {
    /// The sums of the texts of an answer.
    ///
    /// Nil for an answer of another kind, of no text, or with a log-likelihood that is no number. One below
    /// -10⁹ nats, as of a text that a model finds impossible, counts as that. Words are what white space
    /// separates, counted as lm-evaluation-harness does: one more than there are runs of white space, those
    /// at the ends included. Bytes are those of UTF-8.
    static func tally(_ outcome: Outcome) -> SumsTally? {
        guard case .likelihoods(let texts) = outcome, !texts.isEmpty,
            !texts.contains(where: \.logLikelihood.isNaN)
        else { return nil }
        var sums = [0.0, 0, 0, 0]
        for text in texts {
            sums[0] += max(text.logLikelihood, -1e9)
            sums[1] += Double(text.tokens)
            sums[2] += Double(words(text.text))
            sums[3] += Double(text.text.utf8.count)
        }
        return SumsTally(sums)
    }

    static func words(_ text: String) -> Int {
        var runs = 0
        var isInside = false
        for scalar in text.unicodeScalars {
            let isSpace = ScalarText.isSpace(scalar)
            if isSpace, !isInside { runs += 1 }
            isInside = isSpace
        }
        return runs + 1
    }
}
