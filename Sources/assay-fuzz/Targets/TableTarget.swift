import Domain
import Tokenization

extension FuzzTarget {
    /// Any table and question: the numbers in them, and their tokens.
    ///
    /// The first line is the question, the second the header, the others rows; fields are between tabs.
    static let tables = FuzzTarget(
        name: "tables",
        seeds: {
            [
                "how many in may 1990?\na\tb\n1\tMay 5, 1990\n1,000.5\t3rd\n-7\t1980s\n",
                "?\n\tx\n[SEP]\tn/a\n2001-12-31\t\u{0661}\u{0662} \u{BD} 1e400\n",
            ].map { Array($0.utf8) }
        },
        read: { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            }
            guard lines.count > 2 else { return }
            let question = lines[0].joined(separator: "\t")
            let table = Table(header: lines[1], rows: Array(lines[2...]))
            for cell in [question] + table.rows.joined() { try checkSpans(cell) }

            let encoder = try encoder()
            let limit = 16 + bytes.count % 200
            let encoding = try encoder.encode(
                question,
                over: encoder.prepare(table),
                limit: limit
            )
            let types = encoding.typeIDs
            guard encoding.count <= limit, types.allSatisfy({ $0.count == encoding.count }),
                types[1].allSatisfy({ (0...table.header.count).contains($0) }),
                types[2].allSatisfy({ (0...table.rows.count).contains($0) }),
                types[4].allSatisfy({ (0...table.rows.count).contains($0) }),
                types[5].allSatisfy({ (0...table.rows.count).contains($0) }),
                types[6].allSatisfy({ (0...7).contains($0) })
            else { throw Finding(description: "an encoding beyond its table") }
        }
    )

    private static func checkSpans(_ text: String) throws {
        let normalized = MatchText.normalized(text)
        var start = 0, end = 0
        for span in NumericText.spans(in: normalized) {
            // Spans begin and end later and later: none lies within another.
            guard span.range.lowerBound >= start, span.range.upperBound > end,
                span.range.upperBound <= normalized.count, !span.values.isEmpty
            else { throw Finding(description: "a span within another, or beyond the text") }
            (start, end) = (span.range.lowerBound + 1, span.range.upperBound)
        }
    }

    private static func encoder() throws -> TableEncoder {
        let characters = "abcdefghijklmnopqrstuvwxyz0123456789?.,-".map(String.init)
        let tokens =
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EMPTY]"] + characters
            + characters.map { "##" + $0 }
        let file = tokens.joined(separator: "\n") + "\n"
        try ScratchFile.write(Array(file.utf8), "tapas/vocab.txt")
        let settings = #"{"tokenizer_class": "TapasTokenizer", "model_max_length": 128}"#
        try ScratchFile.write(Array(settings.utf8), "tapas/tokenizer_config.json")
        return try TableEncoder(folder: ScratchFile.path("tapas"))
    }
}
