package import Checkpoints
import Domain

/// Which labels of a classifier of pairs say that the first text implies the second, and that it
/// contradicts it.
///
/// Such a model classifies texts without having been trained for the classes: each class is put into a
/// sentence, and the class counts whose sentence the text implies (Yin et al. 2019).
package struct NaturalLanguageInference: Sendable, Equatable {
    /// The label that begins with "entail", in any case.
    package let entailment: Int
    /// The label against which entailment is weighed where each class is judged alone: the first, or
    /// the last if entailment is the first, as the reference's pipeline takes it.
    package let contradiction: Int

    /// Finds the labels by `label2id`, or by `id2label` where that is absent; nil if none begins with
    /// "entail".
    ///
    /// - Throws: ``CheckpointError/configuration(file:path:expected:found:)`` if `label2id` gives a
    ///   number that is no label's.
    package init?(_ json: ConfigurationScope, labels: [String]) throws(CheckpointError) {
        func isEntailment(_ label: String) -> Bool { label.lowercased().hasPrefix("entail") }
        var found = labels.firstIndex(where: isEntailment)
        if let named = json.value("label2id")?.object?.filter({ isEntailment($0.key) }).first {
            guard let index = named.value.integer, labels.indices.contains(index) else {
                throw json.error(
                    "label2id.\(named.key)",
                    expected: "a number below \(labels.count)",
                    found: named.value.text
                )
            }
            found = index
        }
        guard let found, labels.count > 1 else { return nil }
        entailment = found
        contradiction = found == 0 ? labels.count - 1 : 0
    }
}
