package import Checkpoints

extension LabelScoring {
    /// What the text-classification pipeline applies to the logits of a checkpoint that says nothing of
    /// it: nothing to a regression, σ where several labels may apply or there is one, else softmax.
    ///
    /// - Throws: ``CheckpointError/configuration(file:path:expected:found:)`` for another
    ///   `problem_type`.
    ///
    /// Source: transformers 4.49, `pipelines/text_classification.py`.
    package init(_ json: ConfigurationScope, labels: Int) throws(CheckpointError) {
        let problem = try json.string("problem_type", default: "")
        switch problem {
        case "regression": self = .none
        case "multi_label_classification": self = .sigmoid
        case "", "single_label_classification": self = labels == 1 ? .sigmoid : .softmax
        default:
            throw json.error(
                "problem_type",
                expected: "single_label_classification, multi_label_classification or regression",
                found: "'\(problem)'"
            )
        }
    }
}
