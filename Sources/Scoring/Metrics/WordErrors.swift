import Domain

/// What all metrics over word errors share: the options and the counts of one utterance.
struct WordErrors: Sendable {
    static let options = [
        NormalizerChoice.option,
        AlignmentRule.option,
        MetricOption(
            "alternatives",
            "Whether `{ a / b }`, `@` and `(word)` in references leave a choice, as in sclite.",
            default: .bool(false)
        ),
    ]

    private let normalizer: NormalizerChoice
    private let rule: AlignmentRule
    private let alternatives: Bool

    init(_ options: MetricOptions) throws {
        normalizer = try NormalizerChoice(options)
        rule = try options.choice(AlignmentRule.option.name)
        alternatives = try options.bool("alternatives")
    }

    var parameters: [String: JSONValue] {
        normalizer.parameters.merging([
            AlignmentRule.option.name: .string(rule.rawValue),
            "alternatives": .bool(alternatives),
        ]) { $1 }
    }

    /// The counts of an utterance; nil if the answer or the target is no text.
    func counts(_ outcome: Outcome, _ target: Target?) -> EditCounts? {
        guard case .text(let hypothesis) = outcome, case .text(let reference) = target else {
            return nil
        }
        let spoken = normalizer.normalize(hypothesis)
        if alternatives {
            return AlternativeAlignment(rule: rule).counts(
                reference: AlternativeAlignment.parts(reference, normalize: normalizer.normalize),
                hypothesis: words(spoken)
            )
        }
        let written = normalizer.normalize(reference)
        return rule == .mostHits
            ? WordAlignment.counts(reference: written, hypothesis: spoken)
            : rule.counts(reference: words(written), hypothesis: words(spoken))
    }

    /// Whether ``addStretches(of:first:second:to:)`` has a meaning: references that leave a choice may
    /// read differently beside either answer.
    var hasStretches: Bool { !alternatives }

    /// Adds an utterance with two systems' answers to a matched-pairs test, after the normaliser.
    func addStretches(
        of reference: String,
        first: String,
        second: String,
        to pairs: inout MatchedPairs
    ) {
        pairs.add(
            reference: words(normalizer.normalize(reference)),
            first: words(normalizer.normalize(first)),
            second: words(normalizer.normalize(second)),
            rule: rule
        )
    }

    private func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}

/// A metric of the word errors of utterances, with the options that all of them have.
protocol WordErrorMetric: Metric {
    var errors: WordErrors { get }

    init(errors: WordErrors)
}

extension WordErrorMetric {
    package static var takes: Outcome.Kind { .text }
    package static var targets: Set<Target.Kind> { [.text] }
    package static var isShare: Bool { true }
    package static var options: [MetricOption] { WordErrors.options }

    package init(options: [String: JSONValue]) throws {
        self.init(errors: try WordErrors(MetricOptions(options, of: Self.self)))
    }

    package var parameters: [String: JSONValue] { errors.parameters }

    /// The counts of an utterance.
    func counts(_ outcome: Outcome, _ target: Target?) throws(MetricError) -> EditCounts {
        guard let counts = errors.counts(outcome, target) else {
            throw Self.mismatch(outcome, target)
        }
        return counts
    }
}

/// A metric of the counts of all utterances together.
protocol PooledWordErrorMetric: WordErrorMetric where Tally == EditTally {}

extension PooledWordErrorMetric {
    package static var intervalMethod: Figure.Method { .bootstrap }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> EditTally? {
        EditTally(try counts(outcome, target))
    }
}
