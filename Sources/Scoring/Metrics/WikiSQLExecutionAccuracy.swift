package import Domain

/// The share of questions whose query gives what the right one gives.
///
/// 0...1, higher is better, undefined without examples. The two lists of values must be the same, in
/// order and number; equal numbers are the same however they are written. A query that cannot be executed
/// counts as wrong, also where the right one gives nothing.
///
/// Source: Zhong, Xiong and Socher 2017; the repository salesforce/WikiSQL, `evaluate.py`. There a text
/// that spells a number differs from the number; here values are known by their text alone.
package struct WikiSQLExecutionAccuracy: Metric {
    package static let name = "wikisql_execution_accuracy"
    package static let summary =
        "Share of queries that give what the right query gives (WikiSQL; Zhong and others 2017)."
    package static let takes = Outcome.Kind.answers
    package static let targets: Set<Target.Kind> = [.answers]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .answers(let found) = outcome, case .answers(let expected) = target else {
            throw Self.mismatch(outcome, target)
        }
        let isRight =
            found.count == expected.count
            && zip(found, expected).allSatisfy { $0.utf8.elementsEqual($1.text.utf8) }
        return Proportion(hit: isRight)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
