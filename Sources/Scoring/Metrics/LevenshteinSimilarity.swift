package import Domain

/// The similarity of an answer to the nearest of the target's: 1 less the edit distance by the longer
/// length, 0 below a threshold, averaged over examples.
///
/// 0...1, higher is better, undefined without examples. Two conventions are in use. `paper` ignores case
/// alone and keeps what is above 1 less the threshold (Biten et al. 2019, equation 1: distances of at
/// least τ score 0). `docvqa` is the challenge's code: it also ignores white space at the ends and runs of
/// it, divides by the lengths before that, and keeps a similarity of τ itself. Two empty answers are alike.
package struct LevenshteinSimilarity: MeanMetric {
    package static let name = "anls"
    package static let summary =
        "Mean similarity in letters to the nearest of the target's answers (ANLS; Biten and others 2019)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let options = [
        MetricOption(
            "threshold",
            "The distance (paper) or similarity (docvqa) at which an answer is cut off, 0 to 1.",
            default: .number(0.5)
        ),
        MetricOption(
            "convention",
            "What is ignored and kept: paper or docvqa.",
            default: .string(Convention.paper.rawValue)
        ),
    ]

    /// What is ignored and kept.
    enum Convention: String, CaseIterable {
        case paper, docvqa
    }

    private let threshold: Double
    private let convention: Convention

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        threshold = try options.number("threshold", in: 0...1)
        convention = try options.choice("convention")
    }

    package var parameters: [String: JSONValue] {
        ["threshold": .number(threshold), "convention": .string(convention.rawValue)]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .text(let answer) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        let best = references.map { similarity(answer, $0) }.max() ?? 0
        return SumsTally([best])
    }

    private func similarity(_ a: String, _ b: String) -> Double {
        let x = prepared(a), y = prepared(b)
        let lengths =
            convention == .paper
            ? [x.count, y.count] : [a.unicodeScalars.count, b.unicodeScalars.count]
        let longest = lengths.max() ?? 0
        let errors = Alignment.counts(reference: x, hypothesis: y).errors
        let distance = longest == 0 ? 0 : Double(errors) / Double(longest)
        switch convention {
        case .paper: return distance < threshold ? 1 - distance : 0
        case .docvqa: return 1 - distance >= threshold ? 1 - distance : 0
        }
    }

    private func prepared(_ text: String) -> [Unicode.Scalar] {
        let lower = text.lowercased()
        guard convention == .docvqa else { return Array(lower.unicodeScalars) }
        return Array(ScalarText(lower).words.joined(separator: " ").unicodeScalars)
    }
}
