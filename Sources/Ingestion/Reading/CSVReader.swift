/// Reads comma- or tab-separated records (RFC 4180), holding one record at a time.
///
/// Fields may be quoted and then hold delimiters, line ends and doubled quotes. Empty lines are
/// skipped; a quote inside an unquoted field is a character like others. A bad record is thrown and
/// reading goes on with the line after the one where the trouble began.
struct CSVReader {
    /// How fields are separated and quoted.
    struct Dialect: Sendable {
        var delimiter = UInt8(ascii: ",")
        /// Nil where quotes are characters like others.
        var quote: UInt8? = UInt8(ascii: "\"")
        /// Set where a backslash inside quotes stands before a quote or another backslash, as in
        /// WikiTableQuestions' tables.
        var hasBackslashEscapes = false
    }

    /// Longer records are refused; nearly always a quote was left open.
    static let maximumRecordBytes = 16 << 20

    let name: String
    let dialect: Dialect
    /// The line on which the current record began, from 1.
    private(set) var line = 0
    private var window: ByteWindow
    private var nextLine = 1
    private var isFirst = true
    /// The current record's fields, one after the other, and where each ends.
    private var fieldBytes: [UInt8] = []
    private var fieldEnds: [Int] = []

    init(_ stream: any ByteStream, name: String, dialect: Dialect = Dialect()) {
        window = ByteWindow(stream)
        self.name = name
        self.dialect = dialect
    }

    /// Opens a file, gzipped or not.
    init(_ path: String, name: String, dialect: Dialect = Dialect()) throws(IngestionError) {
        self.init(try ByteStreams.open(path, name: name), name: name, dialect: dialect)
    }

    /// The fields of the next record; nil at the end.
    ///
    /// - Throws: ``IngestionError`` for an unclosed quote (naming the line where it was opened), for
    ///   text after a closing quote, for a record that is too long or not UTF-8. Reading may go on.
    mutating func next() throws(IngestionError) -> [String]? {
        guard try nextRecord() else { return nil }
        var fields: [String] = []
        fields.reserveCapacity(fieldEnds.count)
        var from = 0
        for end in fieldEnds {
            guard let field = String(validating: fieldBytes[from..<end], as: UTF8.self) else {
                throw IngestionError(
                    file: name,
                    line: line,
                    reason: "field \(fields.count + 1) is not UTF-8 text"
                )
            }
            fields.append(field)
            from = end
        }
        return fields
    }

    private enum Parsed {
        case record(next: Int, lines: Int)
        case needsMore
        /// Nothing but the end of the file.
        case nothing
        case bad(openedAfterLines: Int, openedAt: Int, reason: String)
    }

    private mutating func nextRecord() throws(IngestionError) -> Bool {
        while true {
            if isFirst, window.count >= 3 || window.isAtEnd {
                if window.bytes[window.start..<window.end].starts(with: [0xEF, 0xBB, 0xBF]) {
                    window.start += 3
                }
                isFirst = false
            }
            switch isFirst ? .needsMore : parse() {
            case .nothing: return false
            case .needsMore:
                if window.count > Self.maximumRecordBytes {
                    throw fail(
                        afterLines: 0,
                        from: window.start,
                        "a record of more than \(Self.maximumRecordBytes) bytes; "
                            + "a quote may be unclosed"
                    )
                }
                try window.refill()
            case .record(let next, let lines):
                line = nextLine
                nextLine += lines
                window.start = next
                if fieldEnds.count == 1, fieldBytes.isEmpty { continue }
                return true
            case .bad(let lines, let at, let reason):
                throw fail(afterLines: lines, from: at, reason)
            }
        }
    }

    /// Goes on after the line on which the bad field began.
    private mutating func fail(afterLines: Int, from: Int, _ reason: String) -> IngestionError {
        line = nextLine + afterLines
        nextLine = line + 1
        let newline = window.bytes[from..<window.end].firstIndex(of: 0x0A)
        window.start = newline.map { $0 + 1 } ?? window.end
        return IngestionError(file: name, line: line, reason: reason)
    }

    private mutating func parse() -> Parsed {
        fieldBytes.removeAll(keepingCapacity: true)
        fieldEnds.removeAll(keepingCapacity: true)
        if window.count == 0 { return window.isAtEnd ? .nothing : .needsMore }
        let bounds = (window.start, window.end, window.isAtEnd)
        return window.bytes.withUnsafeBufferPointer { bytes in
            Self.parse(bytes, bounds, dialect, &fieldBytes, &fieldEnds)
        }
    }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ bounds: (start: Int, end: Int, isAtEnd: Bool),
        _ dialect: Dialect,
        _ fields: inout [UInt8],
        _ ends: inout [Int]
    ) -> Parsed {
        let newline = UInt8(ascii: "\n"), backslash = UInt8(ascii: "\\")
        let end = bounds.end
        var index = bounds.start
        var lines = 0
        while true {
            if let quote = dialect.quote, index < end, bytes[index] == quote {
                let opened = (lines: lines, at: index)
                index += 1
                var from = index
                while true {
                    while index < end, bytes[index] != quote,
                        bytes[index] != backslash || !dialect.hasBackslashEscapes
                    {
                        if bytes[index] == newline { lines += 1 }
                        index += 1
                    }
                    if index + 1 >= end, !bounds.isAtEnd { return .needsMore }
                    if index == end {
                        let reason = "a quote is opened here and never closed"
                        return .bad(
                            openedAfterLines: opened.lines,
                            openedAt: opened.at,
                            reason: reason
                        )
                    }
                    fields.append(contentsOf: bytes[from..<index])
                    let following = index + 1 < end ? bytes[index + 1] : newline
                    let isEscape = bytes[index] == backslash && dialect.hasBackslashEscapes
                    if isEscape && following != quote && following != backslash {
                        // Not an escape: the backslash stands for itself.
                        from = index
                        index += 1
                    } else if isEscape || following == quote && index + 1 < end {
                        fields.append(following)
                        index += 2
                        from = index
                    } else {
                        index += 1
                        break
                    }
                }
                if index < end, bytes[index] == UInt8(ascii: "\r") {
                    if index + 1 >= end, !bounds.isAtEnd { return .needsMore }
                    if index + 1 >= end || bytes[index + 1] == newline { index += 1 }
                }
                if index < end, bytes[index] != dialect.delimiter, bytes[index] != newline {
                    let reason =
                        opened.lines == lines
                        ? "text follows a closing quote"
                        : "a quote is opened here and not closed: the next one, "
                            + "\(lines - opened.lines) lines on, stands amid text"
                    return .bad(openedAfterLines: opened.lines, openedAt: opened.at, reason: reason)
                }
            } else {
                let from = index
                while index < end, bytes[index] != dialect.delimiter, bytes[index] != newline {
                    index += 1
                }
                if index == end, !bounds.isAtEnd { return .needsMore }
                let isLineEnd = index == end || bytes[index] == newline
                let hasReturn = isLineEnd && index > from && bytes[index - 1] == UInt8(ascii: "\r")
                fields.append(contentsOf: bytes[from..<(hasReturn ? index - 1 : index)])
            }
            if index == end, !bounds.isAtEnd { return .needsMore }
            ends.append(fields.count)
            if index == end { return .record(next: end, lines: lines + 1) }
            index += 1
            if bytes[index - 1] == newline { return .record(next: index, lines: lines + 1) }
        }
    }
}
