/// A JSON value that keeps objects sorted by key when it is written, so that equal values have equal
/// text and equal digests.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The member of an object; nil if there is none or this is not an object.
    package subscript(key: String) -> JSONValue? { object?[key] }

    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var integer: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    package var object: [String: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }
    /// The members of an array of strings; nil if any member is something else.
    package var strings: [String]? {
        guard let array else { return nil }
        let strings = array.compactMap(\.string)
        return strings.count == array.count ? strings : nil
    }

    /// What it is, for messages: "a string".
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// A scalar as people write it (`3`, `true`, the string itself); other values as JSON.
    package var plain: String { string ?? (self == .null ? "" : text) }

    /// Compact JSON, object members sorted by key.
    package var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value):
            // JSON has no word for these; null is what a reader can take.
            if !value.isFinite {
                text += "null"
            } else if let whole = Int(exactly: value), abs(value) < 1e15 {
                text += String(whole)
            } else {
                text += String(value)
            }
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                Self.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        var plain = string.utf8.startIndex
        let utf8 = string.utf8
        var index = plain
        while index < utf8.endIndex {
            let byte = utf8[index]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C {
                text += string[plain..<index]
                switch byte {
                case 0x22: text += "\\\""
                case 0x5C: text += "\\\\"
                case 0x0A: text += "\\n"
                case 0x0D: text += "\\r"
                case 0x09: text += "\\t"
                default:
                    let digits = String(byte, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
                plain = utf8.index(after: index)
            }
            index = utf8.index(after: index)
        }
        text += string[plain...]
        text += "\""
    }
}

/// JSON that is not JSON, or not of the shape that was expected.
package enum JSONError: Error, Equatable, CustomStringConvertible {
    case malformed(reason: String)
    case unexpected(expected: String, found: String)

    package var description: String {
        switch self {
        case .malformed(let reason): "not valid JSON: \(reason)"
        case .unexpected(let expected, let found): "expected \(expected), found \(found)"
        }
    }
}

extension JSONValue {
    /// Parses a whole JSON text in UTF-8, with or without a byte order mark.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - refusingRepeatedNames: Whether two members of one name in an object are an error; else the
    ///     last wins.
    /// - Throws: ``JSONError/malformed(reason:)``, which says at which byte.
    package init(
        parsing bytes: [UInt8],
        refusingRepeatedNames: Bool = false
    ) throws(JSONError) {
        var result: Result<JSONValue, JSONError> = .success(.null)
        bytes.withUnsafeBufferPointer { buffer in
            let mark = buffer.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            do throws(JSONError) {
                result = .success(
                    try JSONParser.parse(
                        UnsafeBufferPointer(rebasing: buffer[mark...]),
                        refusingRepeatedNames: refusingRepeatedNames
                    )
                )
            } catch {
                result = .failure(error)
            }
        }
        self = try result.get()
    }

    /// Parses a whole JSON text, but for the object that a path of names leads to: its members come
    /// apart, as they are written.
    ///
    /// For objects whose names are data. Names that Unicode holds to be the same, such as "é" in one
    /// scalar and in two, are one key of a dictionary of Swift, but two names of JSON.
    ///
    /// - Returns: The value, with an empty object in that place, and the members in order; nil if the
    ///   path leads to no object.
    package static func parsing(
        _ bytes: [UInt8],
        listing path: [String]
    ) throws(JSONError) -> (value: JSONValue, members: [(name: String, value: JSONValue)]?) {
        var result: Result<(JSONValue, [(name: String, value: JSONValue)]?), JSONError> =
            .success((.null, nil))
        bytes.withUnsafeBufferPointer { buffer in
            let mark = buffer.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            do throws(JSONError) {
                let text = UnsafeBufferPointer(rebasing: buffer[mark...])
                result = .success(try JSONParser.parse(text, listing: path))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// The names of the members of the object `member` of a top-level object, in the order in which
    /// they are written, which a parsed object no longer has; nil if there is no such object.
    package static func memberNames(
        of member: String,
        parsing bytes: [UInt8]
    ) throws(JSONError) -> [String]? {
        var result: Result<[String]?, JSONError> = .success(nil)
        bytes.withUnsafeBufferPointer { buffer in
            let mark = buffer.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            do throws(JSONError) {
                let text = UnsafeBufferPointer(rebasing: buffer[mark...])
                result = .success(try JSONParser.memberNames(of: member, text))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// Parses a whole JSON text.
    package init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}
