package import Domain

/// Substituted, deleted and inserted phones by phones of the reference, pooled over the corpus.
///
/// 0 and up (it may exceed 1), lower is better, undefined without examples. Phones are what white space
/// separates. `folding: timit39` folds TIMIT's 61 phones into the 39 classes that results are reported
/// in and drops the glottal stop q (Lee and Hon 1989, table II); what is no phone of TIMIT stays. An
/// empty reference counts as in ``WordErrorRate``.
package struct PhoneErrorRate: Metric {
    /// What is done to phones first.
    enum Folding: String, CaseIterable {
        case timit39, none
    }

    package static let name = "phone_error_rate"
    package static let summary =
        "Wrong, missing and added phones by phones of the reference, pooled (Lee and Hon 1989)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "folding",
            "Which phones count as the same: timit39 or none.",
            default: .string(Folding.timit39.rawValue)
        )
    ]

    private let folding: Folding

    package init(options: [String: JSONValue]) throws {
        folding = try MetricOptions(options, of: Self.self).choice("folding")
    }

    package var parameters: [String: JSONValue] { ["folding": .string(folding.rawValue)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> EditTally? {
        guard case .text(let hypothesis) = outcome, case .text(let reference) = target else {
            throw Self.mismatch(outcome, target)
        }
        return EditTally(
            Alignment.counts(reference: phones(reference), hypothesis: phones(hypothesis))
        )
    }

    func phones(_ text: String) -> [Substring] {
        let phones = text.split(whereSeparator: \.isWhitespace)
        guard folding == .timit39 else { return phones }
        return phones.compactMap { $0 == "q" ? nil : Self.classes[$0] ?? $0 }
    }

    private static let classes: [Substring: Substring] = [
        "ao": "aa", "ax": "ah", "ax-h": "ah", "axr": "er", "hv": "hh", "ix": "ih", "el": "l",
        "em": "m", "en": "n", "nx": "n", "eng": "ng", "zh": "sh", "ux": "uw", "bcl": "sil",
        "dcl": "sil", "gcl": "sil", "pcl": "sil", "tcl": "sil", "kcl": "sil", "pau": "sil",
        "epi": "sil", "h#": "sil",
    ]

    package func value(_ total: EditTally) -> Double? { total.rate }
}
