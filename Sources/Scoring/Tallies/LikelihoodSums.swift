import Domain
import Foundation

/// The sums that perplexity and its kin are made of, in a ``SumsTally``: log-likelihood, tokens, words,
/// bytes.
enum LikelihoodSums {
    /// The sums of the texts of an answer; nil for an answer of another kind, and of no text.
    ///
    /// Words are what white space separates, counted as lm-evaluation-harness does: one more than there
    /// are runs of white space, those at the ends included. Bytes are those of UTF-8.
    static func tally(_ outcome: Outcome) -> SumsTally? {
        guard case .likelihoods(let texts) = outcome, !texts.isEmpty else { return nil }
        var sums = [0.0, 0, 0, 0]
        for text in texts {
            sums[0] += text.logLikelihood
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
