package import Domain

/// The share of answers that are, after normalisation, the same as one of the target's.
///
/// 0...1, higher is better, undefined without examples. Case, ASCII punctuation, articles and white space do
/// not count. The evaluation script of SQuAD 2.0 (Rajpurkar et al. 2018): answers that normalise to
/// nothing count only where all do, which is then the answer that there is none.
package struct SquadExactMatch: Metric {
    package static let name = "squad_exact_match"
    package static let summary =
        "Share of answers that are one of the target's after SQuAD's normalisation."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .text(let answer) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        let found = EnglishAnswer.normalize(answer)
        return Proportion(hit: SquadF1.expected(references).contains(found))
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
