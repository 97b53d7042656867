package import Domain

/// How often each label was predicted for each target.
///
/// Its worth is the tally, from which the matrix is drawn. It has no number: the share on the diagonal
/// is the accuracy, which is a metric of its own.
package struct ConfusionMatrix: ConfusionMetric {
    package static let name = "confusion_matrix"
    package static let summary =
        "How often each label was predicted for each target; a table, without a number."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let hasValue = false
    package static let intervalMethod = Figure.Method.bootstrap

    package init(options: [String: JSONValue]) {}

    package func value(_ total: ConfusionTally) -> Double? { nil }
}
