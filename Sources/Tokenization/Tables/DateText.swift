/// Finds dates in a text, in the forms that TAPAS knows.
///
/// | form | gives |
/// | --- | --- |
/// | `may`, `1980`, `1980s` | month; year; year |
/// | `may 1980`, `1980-5` | year, month |
/// | `may 5`, `5 may`, `monday, may 5` | month, day |
/// | `may 5, 1980`, `5 may 1980`, `5-31-1980`, `1980-5-31`, `31.5.1980` | all three |
///
/// Months are written out or have three letters, except that one alone is written out. Years are
/// 1700...2016; a date that the calendar does not have is none, and without a year February has 28
/// days.
///
/// Source: transformers 4.49, `tokenization_tapas.py`, `_DATE_PATTERNS` with Python's `strptime`.
enum DateText {
    /// The dates of a text.
    ///
    /// - Parameters:
    ///   - text: Normalised, in lower case.
    ///   - runs: Its words.
    ///   - body: Told of every date, also of those within longer ones.
    static func forEach(
        in text: [Unicode.Scalar],
        runs: [Range<Int>],
        _ body: (Range<Int>, NumericValue) -> Void
    ) {
        let words = runs.map { Word(text[$0]) }
        for first in runs.indices {
            // The most words that a form has.
            for count in 1...3 where first + count <= runs.count {
                let last = first + count - 1
                guard words[last].canBePart else { break }
                let gaps = (first..<last).map {
                    Gap(text[runs[$0].upperBound..<runs[$0 + 1].lowerBound])
                }
                guard !gaps.contains(.other) else { break }
                let range = runs[first].lowerBound..<runs[last].upperBound
                if let date = date(words[first...last], gaps) { body(range, date) }
            }
        }
    }

    private static func date(_ words: ArraySlice<Word>, _ gaps: [Gap]) -> NumericValue? {
        let w = Array(words)
        switch gaps {
        case []:
            if let month = w[0].wholeMonth { return value(month: month) }
            return value(year: w[0].year ?? w[0].decade)
        case [.space]:
            if let month = w[0].month, w[1].year != nil {
                return value(year: w[1].year, month: month)
            }
            if let month = w[0].month { return value(month: month, day: w[1].day) }
            return value(month: w[1].month, day: w[0].day)
        case [.hyphen]:
            guard let year = w[0].year, let month = w[1].monthNumber else { return nil }
            return value(year: year, month: month)
        case [.space, .comma]: return value(year: w[2].year, month: w[0].month, day: w[1].day)
        case [.space, .space]: return value(year: w[2].year, month: w[1].month, day: w[0].day)
        case [.hyphen, .hyphen]:
            return value(year: w[2].year, month: w[0].monthNumber, day: w[1].day)
                ?? value(year: w[0].year, month: w[1].monthNumber, day: w[2].day)
        case [.point, .point]:
            return value(year: w[2].year, month: w[1].monthNumber, day: w[0].day)
        case [.comma, .space]:
            return w[0].isWeekday ? value(month: w[1].month, day: w[2].day) : nil
        default: return nil
        }
    }

    // MARK: - Values

    /// Each overload is a form: nil if a part is missing or the calendar has no such day.
    private static func value(year: Int?) -> NumericValue? {
        guard let year, isKnown(year) else { return nil }
        return .date(year: year, month: nil, day: nil)
    }

    private static func value(month: Int) -> NumericValue {
        .date(year: nil, month: month, day: nil)
    }

    private static func value(year: Int?, month: Int) -> NumericValue? {
        guard let year, isKnown(year) else { return nil }
        return .date(year: year, month: month, day: nil)
    }

    private static func value(month: Int?, day: Int?) -> NumericValue? {
        // The year that is not given is 1900, which has no 29 February.
        guard let month, let day, day <= days(of: month, in: 1900) else { return nil }
        return .date(year: nil, month: month, day: day)
    }

    private static func value(year: Int?, month: Int?, day: Int?) -> NumericValue? {
        guard let year, let month, let day, isKnown(year), day <= days(of: month, in: year)
        else { return nil }
        return .date(year: year, month: month, day: day)
    }

    private static func isKnown(_ year: Int) -> Bool { (1700...2016).contains(year) }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: return 30
        case 2:
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            return isLeap ? 29 : 28
        default: return 31
        }
    }

    // MARK: - Parts

    /// What stands between two words.
    private enum Gap {
        case space, comma, hyphen, point, other

        init(_ text: ArraySlice<Unicode.Scalar>) {
            switch text.count {
            case 1 where text.first == " ": self = .space
            case 1 where text.first == "-": self = .hyphen
            case 1 where text.first == ".": self = .point
            case 2 where text.first == "," && text.last == " ": self = .comma
            default: self = .other
            }
        }
    }

    /// A word, read as every part that it may be.
    private struct Word {
        /// Written out or of three letters.
        var month: Int?
        /// Written out.
        var wholeMonth: Int?
        var isWeekday = false
        /// Of four digits.
        var year: Int?
        /// `1980s`.
        var decade: Int?
        /// 1...31, of one or two digits.
        var day: Int?
        /// 1...12, of one or two digits.
        var monthNumber: Int?

        init(_ text: ArraySlice<Unicode.Scalar>) {
            // The longest is September or Wednesday.
            guard text.count <= 9, let first = text.first else { return }
            if MatchText.digit(first) != nil {
                readDigits(Array(text))
            } else if text.count >= 3, text.allSatisfy(\.isASCII) {
                var scalars = String.UnicodeScalarView()
                scalars.append(contentsOf: text)
                let word = String(scalars)
                wholeMonth = DateText.months[word]
                month = wholeMonth ?? DateText.shortMonths[word]
                isWeekday = DateText.weekdays.contains(word)
            }
        }

        var canBePart: Bool {
            month != nil || isWeekday || year != nil || decade != nil || day != nil
        }

        private mutating func readDigits(_ text: [Unicode.Scalar]) {
            let digits = text.map(MatchText.digit)
            if text.count == 5, text[4] == "s" { decade = number(digits[..<4]) }
            if text.count == 4 { year = number(digits[...]) }
            if let value = number(digits[...]), text.count <= 2 {
                // Python's patterns allow digits of other scripts only after an ASCII 1 or 2.
                let isPlain = text.allSatisfy(\.isASCII)
                let isTeens = text.count == 2 && (text[0] == "1" || text[0] == "2")
                day = (1...31).contains(value) && (isPlain || isTeens) ? value : nil
                monthNumber = (1...12).contains(value) && isPlain ? value : nil
            }
        }

        private func number(_ digits: ArraySlice<Int?>) -> Int? {
            digits.reduce(0) { sum, digit in
                guard let sum, let digit else { return nil }
                return sum * 10 + digit
            }
        }
    }

    private static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]

    fileprivate static let months = Dictionary(
        uniqueKeysWithValues: monthNames.enumerated().map { ($0.element, $0.offset + 1) }
    )

    fileprivate static let shortMonths = Dictionary(
        uniqueKeysWithValues: monthNames.enumerated().map {
            (String($0.element.prefix(3)), $0.offset + 1)
        }
    )

    fileprivate static let weekdays: Set = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}
