import Foundation

/// The sentiment of a text by a lexicon and rules: VADER (Hutto and Gilbert, ICWSM 2014).
///
/// As vaderSentiment 3.3.2 computes it, oddities included, because published figures rest on them: an
/// emoji of several code points is not found, `but` changes the first of equal valences, and of the
/// words before a sentiment those with a valence of their own are passed over.
package enum Vader {
    /// Of the reference whose numbers these are.
    package static let version = "3.3.2"

    /// What is said of a text.
    ///
    /// The shares sum to 1 but for rounding; of a text without words all are 0.
    package struct Scores: Sendable, Equatable {
        /// -1 for the most negative, 1 for the most positive; to four decimals.
        package var compound: Double
        /// The share of what is positive, 0...1; to three decimals, as are the others.
        package var positive: Double
        package var negative: Double
        package var neutral: Double
    }

    /// The bytes of the lexicon, which a scorer's identity is made of.
    package static var lexicon: [UInt8] {
        PackageResources.vader_valences_tsv + PackageResources.vader_emoji_tsv
    }

    package static func scores(of text: String) -> Scores {
        let text = described(text)
        let sentence = Sentence(text)
        var valences = sentence.words.indices.map(sentence.valence)
        sentence.weighContrast(&valences)
        return total(valences, emphasis: emphasis(text))
    }

    /// The text with words for its emoji.
    private static func described(_ text: String) -> ScalarText {
        var result = ScalarText()
        var isAfterSpace = true
        for scalar in text.unicodeScalars {
            if let description = VaderLexicon.emoji[scalar] {
                if !isAfterSpace { result.scalars.append(" ") }
                result.scalars += Array(description.unicodeScalars)
                isAfterSpace = false
            } else {
                result.scalars.append(scalar)
                isAfterSpace = scalar == " "
            }
        }
        return result
    }

    /// What exclamation marks, up to four, and two or more question marks add.
    private static func emphasis(_ text: ScalarText) -> Double {
        let exclamations = text.scalars.count { $0 == "!" }
        let questions = text.scalars.count { $0 == "?" }
        let ofQuestions =
            switch questions {
            case 0, 1: 0.0
            case 2, 3: Double(questions) * 0.18
            default: 0.96
            }
        return Double(min(exclamations, 4)) * 0.292 + ofQuestions
    }

    private static func total(_ valences: [Double], emphasis: Double) -> Scores {
        guard !valences.isEmpty else {
            return Scores(compound: 0, positive: 0, negative: 0, neutral: 0)
        }
        var sum = valences.reduce(0, +)
        if sum > 0 { sum += emphasis } else if sum < 0 { sum -= emphasis }
        let compound = min(max(sum / (sum * sum + 15).squareRoot(), -1), 1)

        // A neutral word counts 1, and every other one 1 more than its valence.
        var positive = 0.0
        var negative = 0.0
        for valence in valences where valence > 0 { positive += valence + 1 }
        for valence in valences where valence < 0 { negative -= valence - 1 }
        let neutral = Double(valences.count { $0 == 0 })
        if positive > negative {
            positive += emphasis
        } else if positive < negative {
            negative += emphasis
        }
        let all = positive + negative + neutral
        return Scores(
            compound: rounded(compound, 4),
            positive: rounded(positive / all, 3),
            negative: rounded(negative / all, 3),
            neutral: rounded(neutral / all, 3)
        )
    }

    /// To the nearest decimal of so many digits, as printing rounds.
    private static func rounded(_ number: Double, _ digits: Int) -> Double {
        Double(String(format: "%.\(digits)f", number)) ?? number
    }
}
