package import Domain

/// The share of questions whose query is the right one: the same column, the same aggregation, and the
/// same set of conditions, values in lower case.
///
/// 0...1, higher is better, undefined without examples. The right query is the example's attribute
/// `query`, as the format `wikisql` gives it. An answer that is no query counts as wrong.
///
/// Source: Zhong, Xiong and Socher 2017; the repository salesforce/WikiSQL, `evaluate.py` and
/// `lib/query.py`, with unordered conditions.
package struct WikiSQLLogicalFormAccuracy: ExampleMetric {
    package static let name = "wikisql_logical_form_accuracy"
    package static let summary =
        "Share of queries with the right column, aggregation and conditions (WikiSQL; Zhong and others 2017)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson

    /// The attribute with the right query.
    static let attribute = "query"

    package init(options: [String: JSONValue]) {}

    package func tally(
        _ outcome: Outcome,
        of example: ScoredExample
    ) throws(MetricError) -> Proportion? {
        guard case .text(let text) = outcome else { throw Self.mismatch(outcome, example.target) }
        let stored = example.attributes[Self.attribute]
        guard let stored, let expected = try? TableQuery(parsing: stored) else {
            throw .attribute(
                metric: Self.name,
                attribute: Self.attribute,
                expected: "the right query as JSON, as the dataset format wikisql gives it",
                found: stored
            )
        }
        let found = try? TableQuery(parsing: text)
        return Proportion(hit: found?.hasForm(of: expected) ?? false)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
