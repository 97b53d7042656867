/// Precision, recall and F1 of one label, read from a confusion matrix.
package struct LabelScore: Sendable, Equatable {
    package let label: String
    package private(set) var truePositives = 0
    /// How often the label was predicted.
    package private(set) var predicted = 0
    /// How often the label is the target.
    package private(set) var support = 0

    /// Right predictions by predictions; nil if the label was never predicted.
    package var precision: Double? {
        predicted == 0 ? nil : Double(truePositives) / Double(predicted)
    }

    /// Right predictions by targets; nil if the label is no target.
    package var recall: Double? {
        support == 0 ? nil : Double(truePositives) / Double(support)
    }

    /// 0 where the label occurs nowhere.
    package var f1: Double {
        let sum = predicted + support
        return sum == 0 ? 0 : 2 * Double(truePositives) / Double(sum)
    }

    init(label: String) {
        self.label = label
    }

    /// The scores of every label of a target or a prediction, sorted by label so that sums over
    /// them round the same way each time.
    package static func all(in tally: ConfusionTally) -> [LabelScore] {
        LabelScorer([tally]).scores([1])
    }

    /// Counts predictions of the label for some target.
    mutating func add(predicted times: Int) { predicted += times }

    /// Counts targets of the label.
    mutating func add(support times: Int) { support += times }

    /// Counts right predictions.
    mutating func add(truePositives times: Int) { truePositives += times }
}
