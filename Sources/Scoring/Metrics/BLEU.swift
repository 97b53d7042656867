package import Domain
import Foundation

/// The geometric mean of the precisions of runs of one to four words, pooled over the corpus, less a
/// penalty for being shorter than the references.
///
/// 0...100, higher is better, undefined without examples, 0 where nothing matches. Counts, tokenisers and
/// smoothing are those of sacreBLEU 2.6.0: with several references a run counts as often as in the
/// richest of them, and the length is that of the closest one, of two the shorter. `floor` smooths with 0.1,
/// `add-k` with 1. Papineni et al. 2002, Post 2018.
package struct BLEU: SignedMetric {
    package static let name = "bleu"
    package static let summary =
        "Overlap of runs of one to four words with references (Papineni and others 2002; sacreBLEU 2.6.0)."
    package static let convention: String? =
        "Depends on the tokenizer, on case and on how references are read: two values can "
        + "be compared where sacreBLEU's signature, beside the figure, is the same."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = true
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "tokenizer",
            "How sentences are cut into words: 13a, intl, char or none.",
            default: .string(TranslationTokenizer.mteval13a.rawValue)
        ),
        MetricOption(
            "lowercase",
            "Whether upper and lower case are the same.",
            default: .bool(false)
        ),
        MetricOption(
            "smoothing",
            "What stands in for a precision of 0: exp, floor, add-k or none.",
            default: .string(Smoothing.exponential.rawValue)
        ),
        MetricOption(
            "effective_order",
            "Whether runs that no sentence is long enough for are left out.",
            default: .bool(false)
        ),
    ]

    /// What stands in for a precision of 0 (Chen and Cherry 2014).
    enum Smoothing: String, CaseIterable {
        case exponential = "exp"
        case floor
        case addOne = "add-k"
        case none
    }

    private static let orders = 4

    private let tokenizer: TranslationTokenizer
    private let lowercase: Bool
    private let smoothing: Smoothing
    private let effectiveOrder: Bool

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        tokenizer = try options.choice("tokenizer")
        lowercase = try options.bool("lowercase")
        smoothing = try options.choice("smoothing")
        effectiveOrder = try options.bool("effective_order")
    }

    package var parameters: [String: JSONValue] {
        [
            "tokenizer": .string(tokenizer.rawValue), "lowercase": .bool(lowercase),
            "smoothing": .string(smoothing.rawValue), "effective_order": .bool(effectiveOrder),
        ]
    }

    package func signature(references: String) -> String {
        let smooth =
            switch smoothing {
            case .floor: "floor[0.10]"
            case .addOne: "add-k[1.00]"
            default: smoothing.rawValue
            }
        return "nrefs:\(references)|case:\(lowercase ? "lc" : "mixed")"
            + "|eff:\(effectiveOrder ? "yes" : "no")|tok:\(tokenizer.rawValue)|smooth:\(smooth)"
    }

    /// Words of the answer and of the reference, then matches and runs of the answer by length.
    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> CountsTally? {
        guard case .text(let hypothesis) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        var vocabulary = Vocabulary()
        func words(_ text: String) -> [UInt32] {
            vocabulary.numbers(tokenizer.words(lowercase ? text.lowercased() : text))
        }
        let found = words(hypothesis)
        let expected = references.map(words)
        let length =
            expected.map(\.count).min {
                (abs($0 - found.count), $0) < (abs($1 - found.count), $1)
            } ?? 0
        var matches: [Int] = []
        var totals: [Int] = []
        for order in 1...Self.orders {
            var known = Ngrams()
            for reference in expected { known.formUnion(Ngrams(reference, order: order)) }
            let runs = Ngrams(found, order: order)
            matches.append(known.matches(runs))
            totals.append(runs.total)
        }
        return CountsTally([found.count, length] + matches + totals)
    }

    package func value(_ total: CountsTally) -> Double? {
        guard total.examples > 0 else { return nil }
        let counts = total.counts
        let (length, expected) = (Double(counts[0]), Double(counts[1]))
        let matches = counts[2..<2 + Self.orders].map { Double($0) }
        guard matches.contains(where: { $0 > 0 }) else { return 0 }
        var precisions = [Double](repeating: 0, count: Self.orders)
        var order = Self.orders
        var halving = 1.0
        for index in 0..<Self.orders {
            let added = smoothing == .addOne && index > 0 ? 1.0 : 0
            let hits = matches[index] + added
            let runs = Double(counts[2 + Self.orders + index]) + added
            if runs == 0 { break }
            if effectiveOrder { order = index + 1 }
            if hits > 0 {
                precisions[index] = 100 * hits / runs
            } else if smoothing == .exponential {
                halving *= 2
                precisions[index] = 100 / (halving * runs)
            } else if smoothing == .floor {
                precisions[index] = 100 * 0.1 / runs
            }
        }
        // Where one of them is 0, so is the mean.
        guard precisions[..<order].allSatisfy({ $0 > 0 }) else { return 0 }
        let logarithms = precisions[..<order].reduce(0) { $0 + log($1) }
        let penalty = length >= expected ? 1 : length > 0 ? exp(1 - expected / length) : 0
        return penalty * exp(logarithms / Double(order))
    }
}
