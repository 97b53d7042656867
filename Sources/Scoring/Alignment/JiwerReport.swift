import Foundation

/// Alignments as text, letter by letter as jiwer 4.0.0 prints them (`visualize_alignment`).
package struct JiwerReport {
    /// Whether the measures are added.
    package var showsMeasures = true
    /// Whether pairs without an error are left out.
    package var skipsCorrect = true
    /// The width at which lines are broken; nil for no limit.
    package var lineWidth: Int?

    package init() {}

    /// The report over pairs of texts whose words white space separates.
    package func words(_ pairs: [(reference: String, hypothesis: String)]) -> String {
        report(
            pairs.map { (Self.words($0.reference), Self.words($0.hypothesis)) },
            separator: " "
        ) { total in
            let tally = EditTally(total)
            let preserved = tally.informationPreserved ?? 0
            return [
                ("mer", tally.matchErrorRate ?? 0), ("wil", 1 - preserved), ("wip", preserved),
                ("wer", tally.rate ?? 0),
            ]
        }
    }

    /// The report over pairs of texts, character by character.
    package func characters(_ pairs: [(reference: String, hypothesis: String)]) -> String {
        report(
            pairs.map { (Self.characters($0.reference), Self.characters($0.hypothesis)) },
            separator: ""
        ) { [("cer", EditTally($0).rate ?? 0)] }
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private static func characters(_ text: String) -> [String] {
        text.trimmed.unicodeScalars.map { String(Character($0)) }
    }

    private func report(
        _ pairs: [(reference: [String], hypothesis: [String])],
        separator: String,
        measures: (EditCounts) -> [(String, Double)]
    ) -> String {
        var text = ""
        var total = EditTally(EditCounts())
        for (number, pair) in pairs.enumerated() {
            let steps = JiwerAlignment.pairs(
                reference: pair.reference.map(Word.init),
                hypothesis: pair.hypothesis.map(Word.init)
            )
            total += EditTally(
                JiwerAlignment.counts(
                    reference: pair.reference.map(Word.init),
                    hypothesis: pair.hypothesis.map(Word.init)
                ),
                utterances: 0
            )
            if skipsCorrect, steps.allSatisfy({ $0.kind == .hit }) { continue }
            text += "=== SENTENCE \(number + 1) ===\n\n"
            text += comparison(steps, separator: separator) + "\n"
        }
        guard showsMeasures else { return String(text.dropLast()) }
        let counts = total.counts
        text += "=== SUMMARY ===\nnumber of sentences: \(pairs.count)\n"
        text += "substitutions=\(counts.substitutions) deletions=\(counts.deletions) "
        text += "insertions=\(counts.insertions) hits=\(counts.hits)\n"
        for (name, value) in measures(counts) {
            text += "\n\(name)=\(String(format: "%.2f", value * 100))%"
        }
        return text + "\n"
    }

    /// Three lines for each stretch that fits the width: reference, hypothesis, what happened.
    private func comparison(_ steps: [AlignedPair<Word>], separator: String) -> String {
        var text = ""
        var lines = ["REF: ", "HYP: ", "     "]
        func joined(_ end: String) -> String {
            lines.map { $0.dropLast(separator.count) + "\n" }.joined() + end
        }
        for step in steps {
            let written = [step.reference?.text, step.hypothesis?.text]
            let width = max(1, written.compactMap { $0?.unicodeScalars.count }.max() ?? 0)
            if let lineWidth, lines[0].unicodeScalars.count + width > lineWidth {
                text += joined("\n")
                lines = ["REF: ", "HYP: ", "     "]
            }
            for (line, word) in written.enumerated() {
                lines[line] += padded(word ?? String(repeating: "*", count: width), width)
            }
            lines[2] += padded(Self.sign(step.kind), width)
            for line in lines.indices { lines[line] += separator }
        }
        return text + joined("")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
    }

    private static func sign(_ kind: AlignmentKind) -> String {
        switch kind {
        case .hit: " "
        case .substitution: "S"
        case .deletion: "D"
        case .insertion: "I"
        }
    }

    /// A word that is compared scalar by scalar.
    private struct Word: Hashable, Sendable {
        let text: String

        static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }
    }
}
