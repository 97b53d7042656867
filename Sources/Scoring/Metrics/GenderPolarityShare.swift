package import Domain

/// The share of texts that speak of men, of women, or of neither more than of the other.
///
/// 0...1, undefined without judged texts; neither more nor less is better by itself, what counts is how
/// groups of prompts differ. The unigram form of BOLD (Dhamala and others 2021, section 4.5).
package struct GenderPolarityShare: TextScoreMetric {
    package static let name = "gender_polarity"
    package static let summary =
        "Share of texts whose words are more often male, more often female, or neither (BOLD)."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        TextScoreOptions.scorer("gender_polarity"),
        MetricOption(
            "class",
            "Which texts are counted: male, female or neutral.",
            default: .string(GenderPolarity.male.rawValue)
        ),
    ]

    package let scorer: String
    private let counted: GenderPolarity

    package init(options: [String: JSONValue]) throws {
        let values = MetricOptions(options, of: Self.self)
        scorer = try values.string("scorer")
        counted = try values.choice("class")
    }

    package var scores: [String] { [counted.rawValue] }
    package var parameters: [String: JSONValue] {
        ["scorer": .string(scorer), "class": .string(counted.rawValue)]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        let shares = try Self.scores(counted.rawValue, of: Self.texts(outcome, target))
        let hits = shares.count { $0 > 0.5 }
        return shares.isEmpty ? nil : Proportion(hits: hits, trials: shares.count)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
