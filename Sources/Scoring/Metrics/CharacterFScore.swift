package import Domain

/// The F score of runs of one to six characters, and of words for chrF++, pooled over the corpus.
///
/// 0...100, higher is better, undefined without examples, 0 where nothing matches. Precisions and recalls
/// are averaged over the lengths that both sides have, then joined with recall weighing β² times as much;
/// of several references the one with the best score of its own counts. `word_order: 2` is chrF++. Popović
/// 2015 and 2017, as in sacreBLEU 2.6.0 without its epsilon smoothing.
package struct CharacterFScore: SignedMetric {
    package static let name = "chrf"
    package static let summary =
        "Overlap of runs of characters, and of words, with references (Popović 2015; sacreBLEU 2.6.0)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = true
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "character_order",
            "The longest run of characters, 1 to 6.",
            default: .integer(6)
        ),
        MetricOption(
            "word_order",
            "The longest run of words, 0 (chrF) to 6; 2 for chrF++.",
            default: .integer(0)
        ),
        MetricOption("beta", "How much more recall weighs, 1 to 10.", default: .integer(2)),
        MetricOption(
            "lowercase",
            "Whether upper and lower case are the same.",
            default: .bool(false)
        ),
        MetricOption(
            "whitespace",
            "Whether white space is a character.",
            default: .bool(false)
        ),
    ]

    private let characterOrder: Int
    private let wordOrder: Int
    private let beta: Int
    private let lowercase: Bool
    private let whitespace: Bool

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        characterOrder = try options.integer("character_order", in: 1...Ngrams.longest)
        wordOrder = try options.integer("word_order", in: 0...Ngrams.longest)
        beta = try options.integer("beta", in: 1...10)
        lowercase = try options.bool("lowercase")
        whitespace = try options.bool("whitespace")
    }

    package var parameters: [String: JSONValue] {
        [
            "character_order": .integer(characterOrder), "word_order": .integer(wordOrder),
            "beta": .integer(beta), "lowercase": .bool(lowercase),
            "whitespace": .bool(whitespace),
        ]
    }

    package func signature(references: String) -> String {
        "nrefs:\(references)|case:\(lowercase ? "lc" : "mixed")|eff:yes|nc:\(characterOrder)"
            + "|nw:\(wordOrder)|space:\(whitespace ? "yes" : "no")"
    }

    /// Runs of the answer, of the reference and of both, by length.
    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> CountsTally? {
        guard case .text(let hypothesis) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        var vocabulary = Vocabulary()
        func runs(_ text: String) -> [Ngrams] {
            let text = lowercase ? text.lowercased() : text
            let scalars = text.unicodeScalars.filter { whitespace || !ScalarText.isSpace($0) }
            let characters = scalars.map(\.value)
            let words = wordOrder == 0 ? [] : vocabulary.numbers(Self.words(text))
            return (1...characterOrder).map { Ngrams(characters, order: $0) }
                + (0..<wordOrder).map { Ngrams(words, order: $0 + 1) }
        }
        let found = runs(hypothesis)
        var best: (score: Double, counts: [Int])?
        for reference in references {
            let counts = zip(found, runs(reference)).flatMap { found, known in
                let total = known.total
                return [total == 0 ? 0 : found.total, total, known.matches(found)]
            }
            let score = score(counts)
            if best.map({ score > $0.score }) ?? true { best = (score, counts) }
        }
        return best.map { CountsTally($0.counts) }
    }

    /// Words, with a sign of punctuation at the end, or else at the start, as a word of its own.
    private static func words(_ text: String) -> [String] {
        ScalarText(text).words.flatMap { word -> [String] in
            let scalars = Array(word.unicodeScalars)
            guard scalars.count > 1, let first = scalars.first, let last = scalars.last else {
                return [word]
            }
            if isPunctuation(last) {
                return [ScalarText(Array(scalars.dropLast())).string, String(Character(last))]
            }
            if isPunctuation(first) {
                return [String(Character(first)), ScalarText(Array(scalars.dropFirst())).string]
            }
            return [word]
        }
    }

    /// ASCII punctuation and symbols.
    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }

    private func score(_ counts: [Int]) -> Double {
        var precision = 0.0
        var recall = 0.0
        var orders = 0.0
        for index in stride(from: 0, to: counts.count, by: 3) where counts[index] > 0 {
            guard counts[index + 1] > 0 else { continue }
            precision += Double(counts[index + 2]) / Double(counts[index])
            recall += Double(counts[index + 2]) / Double(counts[index + 1])
            orders += 1
        }
        guard orders > 0, precision + recall > 0 else { return 0 }
        precision /= orders
        recall /= orders
        let factor = Double(beta * beta)
        return 100 * (1 + factor) * precision * recall / (factor * precision + recall)
    }

    package func value(_ total: CountsTally) -> Double? {
        total.examples == 0 ? nil : score(total.counts)
    }
}
