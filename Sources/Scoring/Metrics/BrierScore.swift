package import Domain

/// The mean squared distance between the probabilities that a model gave and what was right.
///
/// Lower is better, undefined without examples. Two conventions are in use. `sum` adds the squares over
/// all classes, 0...2 (Brier 1950; lm-evaluation-harness, scikit-learn for more than two classes).
/// `positive` takes the one probability of the class that the option `positive` names, 0...1
/// (scikit-learn and Hugging Face evaluate for two classes): half of the other on two classes.
package struct BrierScore: MeanMetric {
    package static let name = "brier_score"
    package static let summary =
        "Mean squared distance of probabilities from what was right (Brier 1950), in either convention."
    package static let convention: String? =
        "Summed over all classes, 0 to 2, as Brier wrote it, or over one class alone, 0 to 1, as "
        + "scikit-learn's brier_score_loss; the option 'convention' says which."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = false
    package static let isShare = false
    package static let options = [
        MetricOption(
            "convention",
            "What is added up: sum (over all classes) or positive (of one class).",
            default: .string(Convention.sum.rawValue)
        ),
        MetricOption(
            "positive",
            "The class whose probability counts, for the convention positive.",
            default: .string("")
        ),
    ]

    /// What is added up.
    enum Convention: String, CaseIterable {
        case sum, positive
    }

    private let convention: Convention
    private let positive: String

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        convention = try options.choice("convention")
        positive = try options.string("positive")
        if convention == .positive, positive.isEmpty {
            throw MetricError.option(
                metric: Self.name,
                option: "positive",
                expected: "the name of a class where the convention is positive",
                found: "none"
            )
        }
    }

    package var parameters: [String: JSONValue] {
        ["convention": .string(convention.rawValue), "positive": .string(positive)]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        try Self.checkProbabilities(labels)
        if convention == .positive {
            let found = labels.first { $0.label == positive }?.score ?? 0
            let distance = found - (target == positive ? 1 : 0)
            return SumsTally([distance * distance])
        }
        // A target that the model did not name has the probability 0.
        var sum = labels.contains { $0.label == target } ? 0.0 : 1
        for label in labels {
            let distance = label.score - (label.label == target ? 1 : 0)
            sum += distance * distance
        }
        return SumsTally([sum])
    }
}
