/// Finds the numbers and dates in a text, as TAPAS was trained to see them.
///
/// - Numbers: digits with a sign at the start or after a space, thousands separators and a decimal
///   point; words of digits and an exponent (`1e5`) or with an ordinal's ending (`3rd`); zero to
///   twelve and zeroth to twelfth in words, the fifth spelt `fith` as the reference has it.
/// - Dates: see ``DateText``.
/// - Of spans within one another only the longest count.
///
/// Source: transformers 4.49, `tokenization_tapas.py`, `parse_text`.
/// Checked by: `Tests/Fixtures/models/tapas`, `numeric.json`.
package enum NumericText {
    /// The numbers and dates of a text.
    ///
    /// - Parameter text: As ``MatchText/normalized(_:)`` gives it.
    /// - Returns: In the order of the text; none within another. Empty for a text without any.
    package static func spans(in text: [Unicode.Scalar]) -> [NumericSpan] {
        let runs = alphanumericRuns(text)
        if runs.isEmpty { return [] }
        var found: [NumericSpan] = numbers(in: text)
        let ranges = Set(found.map(\.range))
        for run in runs where ranges.isEmpty || !ranges.contains(run) {
            let word = text[run]
            if let value = number(word) ?? wordValue(word) {
                found.append(NumericSpan(range: run, values: [.number(value)]))
            }
        }
        DateText.forEach(in: text, runs: runs) { range, date in
            found.append(NumericSpan(range: range, values: [date]))
        }
        return longest(found)
    }

    /// The values of all spans, in the order of the text.
    package static func values(in text: String) -> [NumericValue] {
        spans(in: MatchText.normalized(text)).flatMap(\.values)
    }

    // MARK: - Spans

    /// Where words are: runs of letters and digits.
    private static func alphanumericRuns(_ text: [Unicode.Scalar]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (index, scalar) in text.enumerated() {
            if MatchText.isAlphanumeric(scalar) {
                if start == nil { start = index }
            } else if let first = start {
                runs.append(first..<index)
                start = nil
            }
        }
        if let start { runs.append(start..<text.count) }
        return runs
    }

    /// Joins the values of one place and drops what lies within something longer.
    private static func longest(_ found: [NumericSpan]) -> [NumericSpan] {
        // A span that lies in a dropped one also lies in what that one lies in, so only the
        // furthest end so far counts.
        let order = found.indices.sorted {
            let a = found[$0].range, b = found[$1].range
            return (a.lowerBound, -a.upperBound, $0) < (b.lowerBound, -b.upperBound, $1)
        }
        var spans: [NumericSpan] = []
        var end = 0
        for index in order {
            let span = found[index]
            if let last = spans.last, last.range == span.range {
                spans[spans.count - 1].values += span.values
            } else if span.range.upperBound > end {
                spans.append(span)
                end = span.range.upperBound
            }
        }
        return spans
    }

    // MARK: - Numbers

    /// What a search for sign, digits, separators and decimals finds from left to right.
    private static func numbers(in text: [Unicode.Scalar]) -> [NumericSpan] {
        var found: [NumericSpan] = []
        var index = 0
        while index < text.count {
            guard let end = numberEnd(text, from: index) else {
                index += 1
                continue
            }
            let value = double(text[index..<end].filter { $0 != "," && $0 != " " })
            if let value { found.append(NumericSpan(range: index..<end, values: [.number(value)])) }
            index = end
        }
        return found
    }

    /// Where a number ends that begins at a place, its sign included.
    private static func numberEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        let sign = text[start] == " " ? start + 1 : start
        let maySign = sign > start || start == 0
        if maySign, sign < text.count, text[sign] == "+" || text[sign] == "-" {
            return unsignedEnd(text, from: sign + 1)
        }
        return unsignedEnd(text, from: start)
    }

    private static func unsignedEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        func digits(_ from: Int, atMost limit: Int = .max) -> Int {
            var end = from
            while end < text.count, end - from < limit, MatchText.digit(text[end]) != nil {
                end += 1
            }
            return end
        }
        guard start < text.count else { return nil }
        if text[start] == "." {
            let end = digits(start + 1)
            return end > start + 1 ? end : nil
        }
        var end = digits(start)
        guard end > start else { return nil }
        while end < text.count, text[end] == ",", digits(end + 1, atMost: 3) == end + 4 { end += 4 }
        if end < text.count, text[end] == "." { end = digits(end + 1) }
        return end
    }

    /// The value of a word of digits, an exponent and an ordinal's ending.
    private static func number(_ word: ArraySlice<Unicode.Scalar>) -> Double? {
        guard let first = word.first, MatchText.digit(first) != nil else { return nil }
        var word = word
        if ordinalEndings.contains(where: { word.suffix(2).elementsEqual($0) }) {
            word.removeLast(2)
        }
        let parts = word.split(
            separator: "e",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let isNumber = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { MatchText.digit($0) != nil }
        }
        return isNumber ? double(Array(word)) : nil
    }

    /// A number of digits of any script; nil if it is too large for a double.
    private static func double(_ text: [Unicode.Scalar]) -> Double? {
        var ascii = ""
        for scalar in text {
            if let digit = MatchText.digit(scalar) {
                ascii.unicodeScalars.append(Unicode.Scalar(UInt8(0x30 + digit)))
            } else {
                ascii.unicodeScalars.append(scalar)
            }
        }
        guard let value = Double(ascii.hasSuffix(".") ? ascii + "0" : ascii) else { return nil }
        return value == .infinity ? nil : value
    }

    private static func wordValue(_ word: ArraySlice<Unicode.Scalar>) -> Double? {
        guard (3...8).contains(word.count), word.allSatisfy(\.isASCII) else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: word)
        return words[String(text)]
    }

    private static let ordinalEndings: [[Unicode.Scalar]] = [
        ["s", "t"], ["n", "d"], ["r", "d"], ["t", "h"],
    ]

    private static let words: [String: Double] = {
        let cardinals = [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve",
        ]
        let ordinals = [
            "zeroth", "first", "second", "third", "fourth", "fith", "sixth", "seventh", "eighth",
            "ninth", "tenth", "eleventh", "twelfth",
        ]
        var words: [String: Double] = [:]
        for list in [cardinals, ordinals] {
            for (value, word) in list.enumerated() { words[word] = Double(value) }
        }
        return words
    }()
}
