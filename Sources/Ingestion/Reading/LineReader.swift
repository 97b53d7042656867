import Glibc

/// Reads text line by line, holding one line at a time.
struct LineReader {
    /// Longer lines are refused.
    static let maximumLineBytes = 16 << 20

    private let name: String
    private var window: ByteWindow
    /// The number of the line that was read last, from 1.
    private(set) var line = 0

    init(_ stream: any ByteStream, name: String) {
        window = ByteWindow(stream)
        self.name = name
    }

    /// Opens a file, gzipped or not.
    init(_ path: String, name: String) throws(IngestionError) {
        self.init(try ByteStreams.open(path, name: name), name: name)
    }

    /// The next line without its end (`\n` or `\r\n`) and without a byte order mark; nil at the end.
    ///
    /// - Throws: ``IngestionError`` for a line that is too long or not UTF-8, after which reading
    ///   goes on with the next one.
    mutating func next() throws(IngestionError) -> String? {
        guard let range = try nextRange() else { return nil }
        guard let text = String(validating: window.bytes[range], as: UTF8.self) else {
            throw IngestionError(file: name, line: line, reason: "not UTF-8 text")
        }
        return text
    }

    /// The next line's bytes, under the same rules except that they need not be UTF-8.
    mutating func nextBytes() throws(IngestionError) -> ArraySlice<UInt8>? {
        guard let range = try nextRange() else { return nil }
        return window.bytes[range]
    }

    private mutating func nextRange() throws(IngestionError) -> Range<Int>? {
        var searched = window.start
        while true {
            if let newline = Self.newline(in: window.bytes, searched..<window.end) {
                return take(window.start..<newline, next: newline + 1)
            }
            if window.isAtEnd {
                guard window.count > 0 else { return nil }
                return take(window.start..<window.end, next: window.end)
            }
            searched = window.end
            if window.count > Self.maximumLineBytes {
                try skipLine()
                throw IngestionError(
                    file: name,
                    line: line,
                    reason: "a line of more than \(Self.maximumLineBytes) bytes"
                )
            }
            searched -= window.start
            try window.refill()
        }
    }

    private mutating func take(_ range: Range<Int>, next: Int) -> Range<Int> {
        line += 1
        window.start = next
        var range = range
        if line == 1, range.count >= 3, window.bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) {
            range = range.lowerBound + 3..<range.upperBound
        }
        if let last = range.last, window.bytes[last] == 0x0D { range = range.lowerBound..<last }
        return range
    }

    private mutating func skipLine() throws(IngestionError) {
        while true {
            if let newline = Self.newline(in: window.bytes, window.start..<window.end) {
                window.start = newline + 1
                break
            }
            window.start = window.end
            if window.isAtEnd { break }
            try window.refill()
        }
        line += 1
    }

    private static func newline(in buffer: [UInt8], _ range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        return buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let found = memchr(base + range.lowerBound, 0x0A, range.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
