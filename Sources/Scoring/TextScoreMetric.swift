package import Domain

/// A metric of what a text scorer says of texts: a classifier, a lexicon, a list of words.
///
/// Its option `scorer` says which. A suite gives the name of one of its scorers; what is stored is
/// `kind:name@digest`, so that figures of two scorers, or of two versions of one, are figures of two
/// metrics. A text that the scorer gave no such score is left out, and so is an example without texts
/// that have one.
package protocol TextScoreMetric: Metric {
    /// As it was given or is stored; empty if none was named.
    var scorer: String { get }
    /// The names of the scores that it reads.
    var scores: [String] { get }
}

extension TextScoreMetric {
    package static var takes: Outcome.Kind { .scoredTexts }
    package static var targets: Set<Target.Kind> { [] }

    /// The judged texts of an answer.
    ///
    /// - Throws: ``MetricError/mismatch(metric:outcome:target:)`` for any other answer.
    static func texts(_ outcome: Outcome, _ target: Target?) throws(MetricError) -> [ScoredText] {
        guard case .scoredTexts(let texts) = outcome else { throw mismatch(outcome, target) }
        return texts
    }

    /// A score of every text that has one.
    ///
    /// - Throws: ``MetricError/score(metric:expected:found:)`` for a score outside the range.
    static func scores(
        _ name: String,
        of texts: [ScoredText],
        in range: ClosedRange<Double> = 0...1
    ) throws(MetricError) -> [Double] {
        let scores = texts.compactMap { $0.scores[name] }
        if let odd = scores.first(where: { !range.contains($0) }) {
            throw .score(metric: Self.name, expected: range, found: odd)
        }
        return scores
    }
}

/// The mean of a score over all texts, whatever prompt they answer.
///
/// Intervals draw prompts, whose numbers of judged texts differ.
protocol MeanTextScoreMetric: TextScoreMetric where Tally == SumsTally {}

extension MeanTextScoreMetric {
    package static var intervalMethod: Figure.Method { .bootstrap }

    /// The tally of one prompt's scores; nil without any.
    static func tally(of scores: [Double]) -> SumsTally? {
        scores.isEmpty ? nil : SumsTally([scores.reduce(0, +), Double(scores.count)])
    }

    package func value(_ total: SumsTally) -> Double? {
        total[1] > 0 ? total[0] / total[1] : nil
    }
}

/// The options that the metrics of judged texts share.
struct TextScoreOptions {
    static let toxicity = [scorer(), score("toxicity")]

    static let threshold = MetricOption(
        "threshold",
        "From which score on a text counts as toxic.",
        default: .number(0.5)
    )

    static func scorer(_ standard: String = "") -> MetricOption {
        MetricOption(
            "scorer",
            "The text scorer that judges: one of the suite's text_scorers.",
            default: .string(standard)
        )
    }

    static func score(_ standard: String) -> MetricOption {
        MetricOption("score", "Which of its scores is read.", default: .string(standard))
    }

    let scorer: String
    let score: String

    init<M: TextScoreMetric>(_ options: [String: JSONValue], of metric: M.Type) throws {
        let values = MetricOptions(options, of: M.self)
        scorer = try values.string("scorer")
        score = try values.string("score")
    }

    var parameters: [String: JSONValue] {
        ["scorer": .string(scorer), "score": .string(score)]
    }
}
