import Glibc

/// Reads text line by line, holding one line at a time.
struct LineReader {
    /// Longer lines are refused.
    static let maximumLineBytes = 16 << 20

    private let stream: any ByteStream
    private let name: String
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// The number of the line that was read last, from 1.
    private(set) var line = 0

    init(_ stream: any ByteStream, name: String) {
        self.stream = stream
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
        guard let text = String(validating: buffer[range], as: UTF8.self) else {
            throw IngestionError(file: name, line: line, reason: "not UTF-8 text")
        }
        return text
    }

    /// The next line's bytes, under the same rules except that they need not be UTF-8.
    mutating func nextBytes() throws(IngestionError) -> ArraySlice<UInt8>? {
        guard let range = try nextRange() else { return nil }
        return buffer[range]
    }

    private mutating func nextRange() throws(IngestionError) -> Range<Int>? {
        var searched = start
        while true {
            if let newline = Self.newline(in: buffer, searched..<end) {
                return take(start..<newline, next: newline + 1)
            }
            if isAtEnd {
                return start < end ? take(start..<end, next: end) : nil
            }
            searched = end
            let held = end - start
            if held > Self.maximumLineBytes {
                try skipLine()
                throw IngestionError(
                    file: name,
                    line: line,
                    reason: "a line of more than \(Self.maximumLineBytes) bytes"
                )
            }
            searched -= start
            try refill()
        }
    }

    private mutating func take(_ range: Range<Int>, next: Int) -> Range<Int> {
        line += 1
        start = next
        var range = range
        if line == 1, range.count >= 3, buffer[range].starts(with: [0xEF, 0xBB, 0xBF]) {
            range = range.lowerBound + 3..<range.upperBound
        }
        if let last = range.last, buffer[last] == 0x0D { range = range.lowerBound..<last }
        return range
    }

    private mutating func skipLine() throws(IngestionError) {
        while true {
            if let newline = Self.newline(in: buffer, start..<end) {
                start = newline + 1
                break
            }
            start = end
            if isAtEnd { break }
            try refill()
        }
        line += 1
    }

    private mutating func refill() throws(IngestionError) {
        if start > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                let held = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                UnsafeMutableRawBufferPointer(rebasing: bytes[0..<end - start]).copyMemory(
                    from: held
                )
            }
            end -= start
            start = 0
        }
        if end == buffer.count {
            buffer.append(contentsOf: repeatElement(0, count: buffer.count))
        }
        let free = end
        let stream = stream
        // If this throws, nothing more can be read, and what is held is a torn piece.
        isAtEnd = true
        end = start
        let count = try buffer.filled { bytes throws(IngestionError) in
            try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[free...]))
        }
        end = free + count
        isAtEnd = count == 0
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
