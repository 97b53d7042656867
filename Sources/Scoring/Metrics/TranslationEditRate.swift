package import Domain

/// Edits that turn an answer into the nearest of its references, by the references' mean length, pooled
/// over the corpus, in per cent.
///
/// 0 and up (it may exceed 100), lower is better, undefined without examples. A moved phrase is one edit.
/// Without any words of references it is 100 if there is any edit, else 0. Snover et al. 2006, with the beam and
/// the order of moves of sacreBLEU 2.6.0.
package struct TranslationEditRate: SignedMetric {
    package static let name = "translation_edit_rate"
    package static let summary =
        "Edits and moves of phrases by the references' mean length (Snover and others 2006; sacreBLEU 2.6.0)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = false
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "normalized",
            "Whether punctuation is cut off words first.",
            default: .bool(false)
        ),
        MetricOption("punctuation", "Whether punctuation counts.", default: .bool(true)),
        MetricOption(
            "case_sensitive",
            "Whether upper and lower case differ.",
            default: .bool(false)
        ),
    ]

    private let normalized: Bool
    private let punctuation: Bool
    private let caseSensitive: Bool

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        normalized = try options.bool("normalized")
        punctuation = try options.bool("punctuation")
        caseSensitive = try options.bool("case_sensitive")
    }

    package var parameters: [String: JSONValue] {
        [
            "normalized": .bool(normalized), "punctuation": .bool(punctuation),
            "case_sensitive": .bool(caseSensitive),
        ]
    }

    package func signature(references: String) -> String {
        "nrefs:\(references)|case:\(caseSensitive ? "mixed" : "lc")|tok:tercom"
            + "|norm:\(normalized ? "yes" : "no")|punct:\(punctuation ? "yes" : "no")|asian:no"
    }

    /// Edits to the nearest reference, and the references' mean length.
    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .text(let hypothesis) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        var vocabulary = Vocabulary()
        let found = vocabulary.numbers(words(hypothesis))
        var fewest = Int.max
        var lengths = 0
        for reference in references {
            // SacreBLEU prepares references twice, which `normalized` tells: "it's" at the end.
            let words = vocabulary.numbers(words(words(reference).joined(separator: " ")))
            fewest = min(fewest, TranslationEdits(reference: words).count(found))
            lengths += words.count
        }
        return SumsTally([Double(fewest), Double(lengths) / Double(references.count)])
    }

    private func words(_ text: String) -> [String] {
        var text = ScalarText(caseSensitive ? text : text.lowercased())
        while let last = text.scalars.last, ScalarText.isSpace(last) { text.scalars.removeLast() }
        if normalized, !text.scalars.isEmpty {
            text.replace("\n-", with: "")
            text.replace("\n", with: " ")
            text.replaceEntities()
            text.scalars = [" "] + text.scalars + [" "]
            text.separateSymbols()
            text.replace("'s ", with: " 's ")
            text.separateStops()
        }
        if !punctuation {
            text.scalars.removeAll { ".,?:;!\"()".unicodeScalars.contains($0) }
        }
        return text.words
    }

    package func value(_ total: SumsTally) -> Double? {
        guard total.examples > 0 else { return nil }
        if total[1] > 0 { return 100 * (total[0] / total[1]) }
        return total[0] > 0 ? 100 : 0
    }
}
