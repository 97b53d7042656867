package import Domain

/// The share of examples whose most frequent answer is one of the target's texts: majority voting over
/// several responses to each prompt, maj@k.
///
/// 0...1, higher is better, undefined without examples. Of the responses the first `responses` take part;
/// each is cut by `regex`, then the answers vote, the earliest winning a tie, and the winner is compared as
/// ``ExactMatch`` does: lm-evaluation-harness' filters `take_first_k`, `regex`, `majority_vote` and
/// `take_first` in this order. Wang and others 2023 (self-consistency).
package struct MajorityExactMatch: Metric {
    package static let name = "majority_exact_match"
    package static let summary =
        "Share of examples whose most frequent answer is the target letter by letter (maj@k)."
    package static let takes = Outcome.Kind.texts
    package static let targets = ExactMatch.targets
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson
    package static let options =
        [
            MetricOption(
                "responses",
                "How many of the first responses vote, k; 0 for all.",
                default: .integer(0)
            )
        ] + ExactMatch.options

    private let count: Int
    private let match: ExactMatch

    package init(options: [String: JSONValue]) throws {
        count = try MetricOptions(options, of: Self.self).integer("responses", in: 0...1_000_000)
        match = try ExactMatch(options: options)
    }

    package var parameters: [String: JSONValue] {
        match.parameters.merging(["responses": .integer(count)]) { $1 }
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .texts(var responses) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        if count > 0 { responses = try ResponseFilter.take(first: count)(responses) }
        let answers = try ResponseFilter.majority(match.cut(responses))
        // No response is no right answer.
        guard let answer = answers.first else { return Proportion(hit: false) }
        return Proportion(hit: try match.isRight(answer, references))
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
