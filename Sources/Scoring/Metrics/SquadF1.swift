package import Domain

/// The F1 of the words of an answer and of the target's nearest one, averaged over examples.
///
/// 0...1, higher is better, undefined without examples. Words are compared after the normalisation of
/// ``SquadExactMatch``; two answers of no words are the same. The evaluation script of SQuAD 2.0.
package struct SquadF1: MeanMetric {
    package static let name = "squad_f1"
    package static let summary =
        "Mean overlap in words of answers with the nearest of the target's (SQuAD's F1)."
    package static let convention: String? =
        "After the official script: articles, punctuation and case are dropped; an answer "
        + "without any word counts as no answer."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = true
    package static let isShare = true

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .text(let answer) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        let found = Self.words(EnglishAnswer.normalize(answer))
        let best = Self.expected(references).map { EnglishAnswer.f1(found, Self.words($0)) }.max()
        return best.map { SumsTally([$0]) }
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    /// The target's answers after normalisation, without the empty ones unless there are only those.
    static func expected(_ references: [String]) -> [String] {
        let normalized = references.map(EnglishAnswer.normalize)
        let named = normalized.filter { !$0.isEmpty }
        return named.isEmpty ? [""] : named
    }
}
