/// Numbers in English words written in digits, after openai/whisper 20250625, whose oddities are kept
/// because published word error rates have them.
struct EnglishNumbers {
    /// Signs that stand before an amount.
    static let signs: Set<Unicode.Scalar> = ["$", "¢", "€", "£"]

    /// A text in lower case without punctuation, its numbers in digits, words separated by single
    /// spaces.
    static func normalize(_ text: ScalarText) -> String {
        var prepared = prepare(text)
        var reader = EnglishNumbers(prepared.words)
        prepared = ScalarText(reader.read().joined(separator: " "))
        finish(&prepared)
        return prepared.string
    }

    // MARK: - Vocabulary

    private static let zeros: Set<String> = ["o", "oh", "zero"]
    private static let ones: [String: Int] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
        "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    ]
    private static let tens: [String: Int] = [
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
        "eighty": 80, "ninety": 90,
    ]
    /// The power of ten.
    private static let multipliers: [String: Int] = [
        "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15,
        "quintillion": 18, "sextillion": 21, "septillion": 24, "octillion": 27, "nonillion": 30,
        "decillion": 33,
    ]

    /// A number with an ending that closes it: plurals and ordinals.
    private struct Suffixed {
        let number: Int
        let suffix: String
    }

    private static let onesSuffixed: [String: Suffixed] = {
        var words: [String: Suffixed] = [:]
        for (name, number) in ones {
            words[name == "six" ? "sixes" : name + "s"] = Suffixed(number: number, suffix: "s")
            if number > 3, number != 5, number != 12 {
                words[name + (name.hasSuffix("t") ? "h" : "th")] = Suffixed(
                    number: number,
                    suffix: "th"
                )
            }
        }
        for (name, number, suffix) in [
            ("zeroth", 0, "th"), ("first", 1, "st"), ("second", 2, "nd"), ("third", 3, "rd"),
            ("fifth", 5, "th"), ("twelfth", 12, "th"),
        ] { words[name] = Suffixed(number: number, suffix: suffix) }
        return words
    }()

    private static let tensSuffixed: [String: Suffixed] = {
        var words: [String: Suffixed] = [:]
        for (name, number) in tens {
            words[name.dropLast() + "ies"] = Suffixed(number: number, suffix: "s")
            words[name.dropLast() + "ieth"] = Suffixed(number: number, suffix: "th")
        }
        return words
    }()

    private static let multipliersSuffixed: [String: Suffixed] = {
        var words: [String: Suffixed] = [:]
        for (name, power) in multipliers {
            words[name + "s"] = Suffixed(number: power, suffix: "s")
            words[name + "th"] = Suffixed(number: power, suffix: "th")
        }
        return words
    }()

    private static let signsBefore: [String: String] = [
        "minus": "-", "negative": "-", "plus": "+", "positive": "+",
    ]
    private static let currencies: [String: String] = [
        "pound": "£", "pounds": "£", "euro": "€", "euros": "€", "dollar": "$", "dollars": "$",
        "cent": "¢", "cents": "¢",
    ]
    private static let prefixes: Set<Unicode.Scalar> = ["-", "+", "£", "€", "$", "¢"]
    private static let specials: Set<String> = ["and", "double", "triple", "point"]

    private static func isDecimal(_ word: String) -> Bool {
        ones[word] != nil || tens[word] != nil || zeros.contains(word)
    }

    /// Whether a word has a meaning in numbers.
    private static func isKnown(_ word: String) -> Bool {
        isDecimal(word) || onesSuffixed[word] != nil || tensSuffixed[word] != nil
            || multipliers[word] != nil || multipliersSuffixed[word] != nil
            || signsBefore[word] != nil || currencies[word] != nil || word == "per"
            || word == "percent" || specials.contains(word)
    }

    /// Whether it is digits, with a point and more digits or not.
    private static func isNumeric(_ scalars: some Collection<Unicode.Scalar>) -> Bool {
        let parts = scalars.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(ScalarText.isDigit) }
    }

    // MARK: - Before

    private static func prepare(_ text: ScalarText) -> ScalarText {
        var prepared = ScalarText(halves(text))
        // A space where letters and digits meet, but not before an ordinal's ending.
        prepared.rewrite { text, place in
            guard place + 1 < text.scalars.count else { return nil }
            let (a, b) = (text.scalars[place], text.scalars[place + 1])
            return ("a"..."z").contains(a) && ScalarText.isASCIIDigit(b)
                ? (place + 2, [a, " ", b]) : nil
        }
        prepared.rewrite { text, place in
            guard place + 1 < text.scalars.count else { return nil }
            let (a, b) = (text.scalars[place], text.scalars[place + 1])
            return ScalarText.isASCIIDigit(a) && ("a"..."z").contains(b)
                ? (place + 2, [a, " ", b]) : nil
        }
        prepared.rewrite { text, place in
            guard ScalarText.isASCIIDigit(text.scalars[place]), place + 1 < text.scalars.count,
                ScalarText.isSpace(text.scalars[place + 1]),
                let start = text.scalars[(place + 1)...].firstIndex(where: {
                    !ScalarText.isSpace($0)
                })
            else { return nil }
            for ending in endings {
                if let end = text.end(of: ending, at: start), text.isBoundary(end) {
                    return (end, [text.scalars[place]] + ending)
                }
            }
            return nil
        }
        return prepared
    }

    private static let endings: [[Unicode.Scalar]] = [
        ["s", "t"], ["n", "d"], ["r", "d"], ["t", "h"], ["s"],
    ]

    /// "three and a half" becomes "three point five".
    private static func halves(_ text: ScalarText) -> String {
        var segments: [[Unicode.Scalar]] = []
        var rest = text.scalars[...]
        var place = 0
        while place < text.scalars.count {
            if let end = half(text, at: place) {
                segments.append(Array(rest[..<place]))
                rest = text.scalars[end...]
                place = end
            } else {
                place += 1
            }
        }
        segments.append(Array(rest))
        var results: [String] = []
        for (index, segment) in segments.enumerated() {
            guard let last = ScalarText(segment).words.last else { continue }
            results.append(ScalarText(segment).string)
            if index < segments.count - 1 {
                let isNumber = isDecimal(last) || multipliers[last] != nil
                results.append(isNumber ? "point five" : "and a half")
            }
        }
        return results.joined(separator: " ")
    }

    private static let andAHalf: [[Unicode.Scalar]] = [
        ["a", "n", "d"], ["a"], ["h", "a", "l", "f"],
    ]

    /// The end of "and a half" at a place.
    private static func half(_ text: ScalarText, at place: Int) -> Int? {
        guard text.scalars[place] == "a", text.isBoundary(place) else { return nil }
        var place = place
        for (index, word) in andAHalf.enumerated() {
            if index > 0 {
                let start = place
                while place < text.scalars.count, ScalarText.isSpace(text.scalars[place]) {
                    place += 1
                }
                if place == start { return nil }
            }
            guard let end = text.end(of: word, at: place) else { return nil }
            place = end
        }
        return text.isBoundary(place) ? place : nil
    }

    // MARK: - Word by word

    /// A number that is being put together.
    private enum Value {
        /// A number that can still be added to.
        case number(DecimalDigits)
        /// Digits that are only ever lengthened, with or without points.
        case digits(String)

        var text: String {
            switch self {
            case .number(let number): number.text
            case .digits(let digits): digits
            }
        }
    }

    private let words: [String]
    private var output: [String] = []
    private var prefix: String?
    private var value: Value?

    private init(_ words: [String]) {
        self.words = words
    }

    private mutating func write(_ text: String) {
        output.append((prefix ?? "") + text)
        prefix = nil
        value = nil
    }

    /// Writes the number that is being put together, if any.
    private mutating func flush() {
        if let value { write(value.text) }
    }

    /// What the digits so far are as text; nothing where they are a plain 0.
    private var started: String {
        if case .number(let number) = value, number.isZero { return "" }
        return value?.text ?? ""
    }

    private mutating func read() -> [String] {
        var index = 0
        while index < words.count {
            let next = index + 1 < words.count ? words[index + 1] : nil
            let skips = read(words[index], after: index > 0 ? words[index - 1] : nil, before: next)
            index += skips ? 2 : 1
        }
        flush()
        return output
    }

    /// Reads a word; returns whether the next one is read with it.
    private mutating func read(
        _ word: String,
        after previous: String?,
        before next: String?
    ) -> Bool {
        let scalars = Array(word.unicodeScalars)
        let sign = scalars.first.flatMap { Self.prefixes.contains($0) ? $0 : nil }
        let bare = sign == nil ? scalars[...] : scalars.dropFirst()
        if Self.isNumeric(bare) {
            readNumeral(word, bare, sign)
        } else if !Self.isKnown(word) {
            flush()
            write(word)
        } else if Self.zeros.contains(word) {
            value = .digits(started + "0")
        } else if let one = Self.ones[word] {
            value = joined(one, after: previous)
        } else if let one = Self.onesSuffixed[word] {
            write(joined(one.number, after: previous).text + one.suffix)
        } else if let ten = Self.tens[word] {
            value = joinedTens(ten)
        } else if let ten = Self.tensSuffixed[word] {
            write(joinedTens(ten.number).text + ten.suffix)
        } else if let power = Self.multipliers[word] {
            value = multiplied(by: power)
        } else if let multiplier = Self.multipliersSuffixed[word] {
            let product = multiplied(by: multiplier.number)
            write(product.text + multiplier.suffix)
        } else if let sign = Self.signsBefore[word] {
            flush()
            if isNumberAhead(next) { prefix = sign } else { write(word) }
        } else if let currency = Self.currencies[word] {
            if value == nil {
                write(word)
            } else {
                prefix = currency
                flush()
            }
        } else {
            return readSpecial(word, after: previous, before: next)
        }
        return false
    }

    private func isNumberAhead(_ next: String?) -> Bool {
        next.map { Self.isKnown($0) || Self.isNumeric(Array($0.unicodeScalars)) } ?? false
    }

    private mutating func readNumeral(
        _ word: String,
        _ bare: ArraySlice<Unicode.Scalar>,
        _ sign: Unicode.Scalar?
    ) {
        if case .digits(let digits)? = value, digits.hasSuffix(".") {
            value = .digits(digits + word)
            return
        }
        flush()
        if let sign { prefix = String(Character(sign)) }
        let parts = bare.split(separator: ".")
        let whole = parts.first?.compactMap(Self.digit) ?? []
        let isWhole = parts.count < 2 || parts[1].allSatisfy { Self.digit($0) == 0 }
        value =
            isWhole
            ? .number(DecimalDigits(digits: whole)) : .digits(ScalarText(Array(bare)).string)
    }

    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        scalar.properties.numericValue.map { UInt8($0) }
    }

    /// The number with a number below twenty said after it.
    private func joined(_ one: Int, after previous: String?) -> Value {
        switch value {
        case nil: return .number(DecimalDigits(one))
        case .number(let number) where previous.map { Self.ones[$0] } ?? nil == nil:
            return number.endsInZeros(one < 10 ? 1 : 2)
                ? .number(number + DecimalDigits(one)) : .digits(number.text + String(one))
        case .some(let value):
            if one < 10, previous.map({ Self.tens[$0] }) ?? nil != nil, value.text.hasSuffix("0") {
                return .digits(value.text.dropLast() + String(one))
            }
            return .digits(value.text + String(one))
        }
    }

    /// The number with tens said after it.
    private func joinedTens(_ ten: Int) -> Value {
        switch value {
        case nil: .number(DecimalDigits(ten))
        case .number(let number) where number.endsInZeros(2): .number(number + DecimalDigits(ten))
        case .some(let value): .digits(value.text + String(ten))
        }
    }

    /// The number times a power of ten; digits that do not make a whole number are written as they
    /// are, and the power stands alone.
    private mutating func multiplied(by power: Int) -> Value {
        let one = DecimalDigits(1).shifted(by: power)
        switch value {
        case nil: return .number(one)
        case .number(let number):
            if number.isZero { return .number(number) }
            let (thousands, rest) = number.thousandsAndRest
            return .number(thousands + rest.shifted(by: power))
        case .digits(let digits):
            if let product = Self.product(digits, power) { return .number(product) }
            flush()
            return .number(one)
        }
    }

    /// A decimal number times a power of ten; nil if it is none or the product is not whole.
    private static func product(_ digits: String, _ power: Int) -> DecimalDigits? {
        let parts = digits.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first else { return nil }
        let second = parts.count == 2 ? Array(parts[1]) : []
        guard !first.isEmpty || !second.isEmpty else { return nil }
        let whole = first.compactMap(digit), part = second.compactMap(digit)
        guard whole.count == first.count, part.count == second.count,
            (first + second).allSatisfy(ScalarText.isDigit)
        else { return nil }
        guard part.dropFirst(power).allSatisfy({ $0 == 0 }) else { return nil }
        let zeros = [UInt8](repeating: 0, count: max(0, power - part.count))
        return DecimalDigits(digits: whole + part.prefix(power) + zeros)
    }

    private mutating func readSpecial(
        _ word: String,
        after previous: String?,
        before next: String?
    ) -> Bool {
        switch word {
        case "per":
            guard let value else {
                write(word)
                return false
            }
            if next == "cent" {
                write(value.text + "%")
                return true
            }
            flush()
            write(word)
        case "percent":
            write(value.map { $0.text + "%" } ?? word)
        case _ where !isNumberAhead(next):
            flush()
            write(word)
        case "and":
            // Said after hundreds and thousands it is part of the number.
            if previous.map({ Self.multipliers[$0] }) ?? nil == nil {
                flush()
                write(word)
            }
        case "double", "triple":
            guard let next, let digit = Self.zeros.contains(next) ? 0 : Self.ones[next] else {
                flush()
                write(word)
                return false
            }
            let repeated = String(repeating: String(digit), count: word == "double" ? 2 : 3)
            value = .digits(started + repeated)
            return true
        default:
            // "point", dropped where no number follows.
            if let next,
                Self.isDecimal(next) || Self.isNumeric(Array(next.unicodeScalars))
            {
                value = .digits(started + ".")
            }
        }
        return false
    }

    // MARK: - After

    private static func finish(_ text: inout ScalarText) {
        let amounts: Set<Unicode.Scalar> = ["€", "£", "$"]
        if text.scalars.contains(where: amounts.contains) {
            text.rewrite { text, place in
                amounts.contains(text.scalars[place]) ? cents(text, at: place) : nil
            }
            text.rewrite { text, place in
                let scalars = text.scalars
                guard amounts.contains(scalars[place]), place + 3 < scalars.count,
                    scalars[place + 1] == "0", scalars[place + 2] != "\n",
                    let (end, cents) = twoDigits(text, at: place + 3)
                else { return nil }
                return (end, ["¢"] + Array(String(cents).unicodeScalars))
            }
        }
        // One(s) instead of 1(s).
        text.rewrite { text, place in
            guard text.scalars[place] == "1", text.isBoundary(place) else { return nil }
            if place + 1 < text.scalars.count, text.scalars[place + 1] == "s",
                text.isBoundary(place + 2)
            {
                return (place + 2, ["o", "n", "e", "s"])
            }
            return text.isBoundary(place + 1) ? (place + 1, ["o", "n", "e"]) : nil
        }
    }

    /// "$2 and ¢7" becomes "$2.07".
    private static func cents(
        _ text: ScalarText,
        at place: Int
    ) -> (end: Int, replacement: [Unicode.Scalar])? {
        let scalars = text.scalars
        var position = place + 1
        while position < scalars.count, ScalarText.isASCIIDigit(scalars[position]) { position += 1 }
        let whole = scalars[place..<position]
        guard whole.count > 1, position < scalars.count, scalars[position] == " " else {
            return nil
        }
        position += 1
        if let end = text.end(of: ["a", "n", "d", " "], at: position) { position = end }
        guard position < scalars.count, scalars[position] == "¢",
            let (end, cents) = twoDigits(text, at: position + 1)
        else { return nil }
        let padded = (cents < 10 ? "0" : "") + String(cents)
        return (end, Array(whole) + ["."] + Array(padded.unicodeScalars))
    }

    /// A number of one or two digits that ends where a word ends.
    private static func twoDigits(_ text: ScalarText, at place: Int) -> (end: Int, number: Int)? {
        let digits = text.scalars[place...].prefix(3).prefix(while: ScalarText.isASCIIDigit)
        guard (1...2).contains(digits.count), text.isBoundary(place + digits.count) else {
            return nil
        }
        return (place + digits.count, digits.reduce(0) { $0 * 10 + Int($1.value) - 0x30 })
    }
}
