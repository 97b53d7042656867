package import Domain

/// StereoSet's language modelling score: how often a related sentence is likelier than the unrelated one, as
/// the mean over terms (``StereoSetMetric``).
///
/// 0...1, higher is better, undefined without examples.
package struct LanguageModelingScore: StereoSetMetric {
    package static let name = "language_modeling_score"
    package static let summary =
        "Share of related sentences that are likelier than the unrelated one, mean over terms."
    package static let higherIsBetter = true

    package init(options: [String: JSONValue]) {}

    package func value(_ total: TermsTally) -> Double? { Self.languageModelingScore(total) }
}
