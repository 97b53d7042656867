/// One value of an answer to a table question: a number, a date or a string.
///
/// After WikiTableQuestions' official evaluator, version 1.0.2, whose oddities are kept because
/// published figures have them: the type is read from the canonical form, a number near a whole one
/// is cut down to it, and values that are equal as text match whatever their types.
struct TableValue: Hashable {
    /// What kind of value it is, and its worth.
    enum Content: Hashable {
        case string
        case number(Double)
        /// -1 stands for a part that is not given.
        case date(year: Int, month: Int, day: Int)
    }

    let normalized: String
    let content: Content

    /// Reads a value.
    ///
    /// - Parameters:
    ///   - text: As the dataset or the model prints it.
    ///   - canonical: The dataset's own canonical form; empty or nil for none.
    init(_ text: String, canonical: String? = nil) {
        normalized = TableText.normalize(text)
        let canonical = canonical.flatMap { $0.isEmpty ? nil : $0 } ?? text
        if let number = Self.number(canonical) {
            content = .number(Self.settled(number))
        } else if let date = Self.date(canonical) {
            content =
                date.month == -1 && date.day == -1
                ? .number(Double(date.year))
                : .date(year: date.year, month: date.month, day: date.day)
        } else {
            content = .string
        }
    }

    /// Whether a predicted value means this one.
    func matches(_ other: TableValue) -> Bool {
        if normalized == other.normalized { return true }
        switch (content, other.content) {
        case (.number(let a), .number(let b)): return abs(a - b) < 1e-6
        case (.date, .date): return content == other.content
        default: return false
        }
    }

    /// Values of a set are the same if their worth is, for strings if their normalised text is.
    static func == (a: Self, b: Self) -> Bool {
        a.content == b.content && (a.content != .string || a.normalized == b.normalized)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(content)
        if content == .string { hasher.combine(normalized) }
    }

    private static func settled(_ number: Double) -> Double {
        abs(number - number.rounded(.toNearestOrEven)) < 1e-6
            ? number.rounded(.towardZero) : number
    }

    /// A finite decimal number, with white space around it or not; nil for anything else.
    private static func number(_ text: String) -> Double? {
        let text = text.trimmed
        // Only what Python's float() reads: no hexadecimal, no "inf" or "nan".
        let isDecimal = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
                UInt8(ascii: "-"), UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard isDecimal, !text.isEmpty else { return nil }
        // Python reads "5." and ".5"; Swift wants a digit on both sides.
        return Double(String(text)).flatMap { $0.isFinite ? $0 : nil }
            ?? padded(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func padded(_ text: Substring) -> Double? {
        guard let point = text.firstIndex(of: ".") else { return nil }
        let whole = text[..<point]
        let rest = text[text.index(after: point)...]
        let hasWhole = whole.last?.isNumber == true
        let hasPart = rest.first?.isNumber == true
        guard hasWhole || hasPart else { return nil }
        return Double("\(whole)\(hasWhole ? "" : "0").\(hasPart ? "" : "0")\(rest)")
    }

    /// A date written `YYYY-MM-DD`, where `xx` (for the year also `xxxx`) stands for a missing part;
    /// nil for anything else.
    private static func date(_ text: String) -> (year: Int, month: Int, day: Int)? {
        let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        func part(_ index: Int) -> Int? {
            let text = parts[index]
            if text == "xx" || index == 0 && text == "xxxx" { return -1 }
            return Int(text.trimmed)
        }
        guard let year = part(0), let month = part(1), let day = part(2),
            !(year == -1 && month == -1 && day == -1),
            month == -1 || (1...12).contains(month),
            day == -1 || (1...31).contains(day)
        else { return nil }
        return (year, month, day)
    }
}
