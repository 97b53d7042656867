import Domain

/// Reads the members of one large JSON object (or the elements of one large array) without holding it.
///
/// Finds where each value ends by counting brackets outside strings and parses only that value.
struct JSONStream {
    /// What to do with a member of the object.
    enum Wish {
        case skip
        case whole
        /// Hands over an array's elements one by one.
        case elements
    }

    /// A single value may not be larger.
    static let maximumValueBytes = 64 << 20

    private let stream: any ByteStream
    private let name: String
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)
    private var position = 0
    private var end = 0
    private var line = 1

    init(_ path: String, name: String) throws(IngestionError) {
        stream = try ByteStreams.open(path, name: name)
        self.name = name
    }

    /// Walks over a top-level object: `wish` says for each member's name what to do with it, `each` is
    /// given the name and a value.
    mutating func members(
        _ wish: (String) -> Wish,
        each: (String, JSONValue) throws -> Void
    ) throws {
        try expect(UInt8(ascii: "{"), "an object")
        guard try peek() != UInt8(ascii: "}") else { return }
        while true {
            guard let key = try value().string else { throw fail("a member without a name") }
            try expect(UInt8(ascii: ":"), "':' after a member's name")
            switch wish(key) {
            case .skip: _ = try rawValue(keeping: false)
            case .whole: try each(key, value())
            case .elements: try elements { try each(key, $0) }
            }
            guard try another(closing: UInt8(ascii: "}")) else { return }
        }
    }

    /// Walks over an array.
    mutating func elements(each: (JSONValue) throws -> Void) throws {
        try expect(UInt8(ascii: "["), "an array")
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return
        }
        repeat { try each(value()) } while try another(closing: UInt8(ascii: "]"))
    }

    /// Whether the first thing is an array.
    mutating func startsWithArray() throws -> Bool { try peek() == UInt8(ascii: "[") }

    private mutating func value() throws -> JSONValue {
        let line = line
        do {
            return try JSONValue(parsing: try rawValue(keeping: true))
        } catch let error as JSONError {
            throw IngestionError(file: name, line: line, reason: error.description)
        }
    }

    private mutating func another(closing: UInt8) throws -> Bool {
        let byte = try peek()
        position += 1
        if byte == closing { return false }
        guard byte == UInt8(ascii: ",") else { throw fail("expected ',' between values") }
        return true
    }

    private mutating func expect(_ byte: UInt8, _ what: String) throws {
        guard try peek() == byte else { throw fail("expected \(what)") }
        position += 1
    }

    /// The next byte that is not white space.
    private mutating func peek() throws -> UInt8 {
        while true {
            while position < end {
                switch buffer[position] {
                case 0x0A: line += 1
                case 0x20, 0x09, 0x0D: break
                // A byte order mark.
                case 0xEF where line == 1: position = min(end - 1, position + 2)
                case let byte: return byte
                }
                position += 1
            }
            guard try refill() else { throw fail("the file ends within a value") }
        }
    }

    private mutating func rawValue(keeping: Bool) throws -> [UInt8] {
        var raw: [UInt8] = []
        _ = try peek()
        var depth = 0, isInString = false, isEscaped = false
        while true {
            var index = position
            var isDone = false
            scan: while index < end {
                let byte = buffer[index]
                if isInString {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        isInString = false
                        if depth == 0 {
                            index += 1
                            isDone = true
                            break scan
                        }
                    }
                } else {
                    switch byte {
                    case UInt8(ascii: "\""): isInString = true
                    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                    case UInt8(ascii: "}"), UInt8(ascii: "]"):
                        if depth == 0 {
                            isDone = true
                            break scan
                        }
                        depth -= 1
                        if depth == 0 {
                            index += 1
                            isDone = true
                            break scan
                        }
                    case UInt8(ascii: ",") where depth == 0, UInt8(ascii: ":") where depth == 0:
                        isDone = true
                        break scan
                    default: break
                    }
                }
                if byte == 0x0A { line += 1 }
                index += 1
            }
            if keeping { raw.append(contentsOf: buffer[position..<index]) }
            position = index
            if isDone { return raw }
            guard raw.count <= Self.maximumValueBytes else {
                throw fail("a value of more than \(Self.maximumValueBytes) bytes")
            }
            guard try refill() else { throw fail("the file ends within a value") }
        }
    }

    private mutating func refill() throws -> Bool {
        let stream = stream
        end = try buffer.filled { bytes throws(IngestionError) in try stream.read(into: bytes) }
        position = 0
        return end > 0
    }

    private func fail(_ reason: String) -> IngestionError {
        IngestionError(file: name, line: line, reason: "not valid JSON: " + reason)
    }
}
