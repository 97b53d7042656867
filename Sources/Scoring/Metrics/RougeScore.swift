package import Domain

/// The overlap of a summary with its reference, averaged over examples.
///
/// 0...1, higher is better, undefined without examples. `rouge1` to `rouge6` compare runs of as many words,
/// `rougeL` the longest common subsequence, `rougeLsum` that of lines. Words are runs of ASCII letters and
/// digits in lower case, Porter's stems of them with `stemmer`. Of several references the one of the best
/// F1 counts. Lin 2004, as in the Python package rouge_score 0.1.2.
package struct RougeScore: MeanMetric {
    package static let name = "rouge"
    package static let summary =
        "Overlap of a summary with a reference, averaged over examples (Lin 2004; rouge_score 0.1.2)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let options = [
        MetricOption(
            "type",
            "What is compared: rouge1 to rouge6, rougeL or rougeLsum.",
            default: .string("rougeL")
        ),
        MetricOption("stemmer", "Whether words are cut down to stems.", default: .bool(false)),
        MetricOption(
            "part",
            "Which figure: f1, precision or recall.",
            default: .string(Part.f1.rawValue)
        ),
    ]

    /// Which figure is averaged.
    enum Part: String, CaseIterable {
        case f1, precision, recall
    }

    private let type: String
    private let part: Part
    private let rouge: Rouge

    private static let kinds: [String: Rouge.Kind] = [
        "rouge1": .ngrams(1), "rouge2": .ngrams(2), "rouge3": .ngrams(3), "rouge4": .ngrams(4),
        "rouge5": .ngrams(5), "rouge6": .ngrams(6), "rougeL": .longestSubsequence,
        "rougeLsum": .summary,
    ]

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        type = try options.string("type")
        guard let kind = Self.kinds[type] else {
            throw UnknownNameError(
                kind: "value of option 'type' of metric '\(Self.name)'",
                name: type,
                known: Self.kinds.keys.sorted()
            )
        }
        part = try options.choice("part")
        rouge = Rouge(kind: kind, stems: try options.bool("stemmer"))
    }

    package var parameters: [String: JSONValue] {
        ["type": .string(type), "stemmer": .bool(rouge.stems), "part": .string(part.rawValue)]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .text(let hypothesis) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        var best: Rouge.Score?
        for reference in references {
            let score = rouge.score(reference: reference, hypothesis: hypothesis)
            if best.map({ score.f1 > $0.f1 }) ?? true { best = score }
        }
        return best.map { score in
            switch part {
            case .f1: SumsTally([score.f1])
            case .precision: SumsTally([score.precision])
            case .recall: SumsTally([score.recall])
            }
        }
    }
}
