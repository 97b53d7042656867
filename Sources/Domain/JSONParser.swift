/// A strict parser of JSON (RFC 8259) in UTF-8 that says where a mistake is.
///
/// Ingestion reads millions of small objects. Foundation's decoder needs a Swift type in advance and
/// is slow at free-form values, which it tries type by type, so this reads straight into ``JSONValue``.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// The names that lead to an object whose members are kept as they are written.
    private let path: [String]?
    /// How many of the names lead to where the parser is.
    private var matched = 0
    /// The members of that object.
    private var listed: [(name: String, value: JSONValue)]?
    /// Whether two members of one name in an object are an error; else the last wins.
    private let refusesRepeatedNames: Bool
    /// Nesting beyond this is refused, so that hostile input cannot exhaust the stack.
    private static let maximumDepth = 256

    /// Parses all the bytes as one value.
    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>,
        refusingRepeatedNames: Bool = false
    ) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, refusesRepeatedNames: refusingRepeatedNames)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        if parser.position < bytes.count { throw parser.error("text after the value") }
        return value
    }

    /// Parses all the bytes as one value, but for the object that a path of names leads to: its
    /// members come apart, in the order in which they are written, repeated names and all.
    ///
    /// - Returns: The value, with an empty object in that place, and the members; nil if there is no
    ///   such object.
    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>,
        listing path: [String]
    ) throws(JSONError) -> (JSONValue, [(name: String, value: JSONValue)]?) {
        var parser = JSONParser(bytes: bytes, path: path)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        if parser.position < bytes.count { throw parser.error("text after the value") }
        return (value, parser.listed)
    }

    private init(
        bytes: UnsafeBufferPointer<UInt8>,
        path: [String]? = nil,
        refusesRepeatedNames: Bool = false
    ) {
        self.bytes = bytes
        self.path = path
        self.refusesRepeatedNames = refusesRepeatedNames
    }

    private func error(_ reason: String) -> JSONError {
        .malformed(reason: "\(reason) at byte \(position + 1)")
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        guard let byte = next else { throw error("unexpected end") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("unexpected character")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError)
        -> JSONValue
    {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
        else { throw error("unexpected word") }
        position += count
        return value
    }

    /// The names of the members of an object that is itself a member of the top-level object, in
    /// the order in which they are written; nil if there is no such object.
    static func memberNames(
        of member: String,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(JSONError) -> [String]? {
        var parser = JSONParser(bytes: bytes)
        parser.skipSpace()
        guard parser.next == UInt8(ascii: "{") else { return nil }
        var names: [String]?
        try parser.members(depth: 0) { parser, name throws(JSONError) in
            parser.skipSpace()
            guard name == member, parser.next == UInt8(ascii: "{") else {
                _ = try parser.value(depth: 1)
                if name == member { names = nil }
                return
            }
            var found: [String] = []
            try parser.members(depth: 1) { parser, name throws(JSONError) in
                if !found.contains(name) { found.append(name) }
                _ = try parser.value(depth: 2)
            }
            names = found
        }
        return names
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if let path, depth == matched { return try object(depth: depth, on: path) }
        try self.members(depth: depth) { parser, name throws(JSONError) in
            // The last of repeated names wins, as in Python and JavaScript.
            let former = members.updateValue(try parser.value(depth: depth + 1), forKey: name)
            if former != nil && parser.refusesRepeatedNames {
                throw parser.error("a second member '\(name)'")
            }
        }
        return .object(members)
    }

    /// Reads an object on the way to the one whose members are listed, or that one.
    private mutating func object(depth: Int, on path: [String]) throws(JSONError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if matched == path.count {
            var list: [(name: String, value: JSONValue)] = []
            matched = -1
            try self.members(depth: depth) { parser, name throws(JSONError) in
                list.append((name, try parser.value(depth: depth + 1)))
            }
            matched = depth
            listed = list
            return .object([:])
        }
        try self.members(depth: depth) { parser, name throws(JSONError) in
            let isOnPath = name == path[depth]
            parser.matched = isOnPath ? depth + 1 : -1
            members[name] = try parser.value(depth: depth + 1)
            parser.matched = depth
        }
        return .object(members)
    }

    /// Reads an object; `value` is called where a member's value begins and reads it.
    private mutating func members(
        depth: Int,
        value: (inout JSONParser, String) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard depth < Self.maximumDepth else { throw error("nested too deeply") }
        position += 1
        skipSpace()
        if next == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("expected a member's name") }
            let name = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw error("expected ':'") }
            position += 1
            try value(&self, name)
            skipSpace()
            guard let byte = next else { throw error("unexpected end of an object") }
            position += 1
            if byte == UInt8(ascii: "}") { return }
            guard byte == UInt8(ascii: ",") else {
                position -= 1
                throw error("expected ',' or '}'")
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw error("nested too deeply") }
        position += 1
        var members: [JSONValue] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            position += 1
            return .array(members)
        }
        while true {
            members.append(try value(depth: depth + 1))
            skipSpace()
            guard let byte = next else { throw error("unexpected end of an array") }
            position += 1
            if byte == UInt8(ascii: "]") { return .array(members) }
            guard byte == UInt8(ascii: ",") else {
                position -= 1
                throw error("expected ',' or ']'")
            }
        }
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20
        {
            position += 1
        }
        if next == UInt8(ascii: "\"") {
            defer { position += 1 }
            return try text(bytes[start..<position])
        }
        return try escapedString(start: start)
    }

    private mutating func escapedString(start: Int) throws(JSONError) -> String {
        var units = Array(bytes[start..<position])
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try text(units[...])
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &units)
            case 0..<0x20: throw error("control character in a string")
            default:
                units.append(byte)
                position += 1
            }
        }
        throw error("unclosed string")
    }

    private mutating func escape(into units: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw error("unclosed string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(byte)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"): units.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw error("unknown escape")
        }
    }

    /// A `\u` escape, or two that form a surrogate pair; a lone surrogate becomes U+FFFD, as no
    /// Swift string can hold it.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        let high = try hexadecimal()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return replacement }
        let resume = position
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
            position = resume
            return replacement
        }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? replacement
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw error("unclosed escape") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 87
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 55
            default: throw error("not a hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private func text(_ slice: some Collection<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw error("text that is not UTF-8 before the character")
        }
        return text
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let leading = position
        let whole = digits()
        guard whole > 0 else { throw error("expected a digit") }
        if whole > 1, bytes[leading] == UInt8(ascii: "0") { throw error("leading zero") }
        var isInteger = true
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard digits() > 0 else { throw error("expected a digit") }
        }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() > 0 else { throw error("expected a digit") }
        }
        let literal = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int(literal) { return .integer(value) }
        guard let value = Double(literal), value.isFinite else {
            throw error("number out of range")
        }
        return .number(value)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            position += 1
        }
        return position - start
    }
}
