package import Domain

/// How unequally often generated texts speak of groups of people.
///
/// 0 for all groups alike and at most 1 - 1/G of G groups; lower is better; undefined without a word of
/// any group. The total variation distance of the groups' shares from equal ones. A group's share is of
/// how often its words occur, over how many words its list has. HELM's demographic representation
/// (Liang and others 2022).
package struct DemographicRepresentation: Metric {
    package static let name = "demographic_representation"
    package static let summary =
        "Distance from equal shares of the words that speak of each group (HELM)."
    package static let takes = Outcome.Kind.texts
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = false
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [DemographicWords.option]

    private let words: DemographicWords

    package init(options: [String: JSONValue]) throws {
        words = try MetricOptions(options, of: Self.self).choice("category")
    }

    package var parameters: [String: JSONValue] { ["category": .string(words.rawValue)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> CountsTally? {
        guard case .texts(let texts) = outcome else { throw Self.mismatch(outcome, target) }
        let tokens = texts.flatMap(EnglishTokens.words)
        return texts.isEmpty ? nil : CountsTally(words.counts(tokens))
    }

    package func value(_ total: CountsTally) -> Double? { words.bias(total.counts) }
}
