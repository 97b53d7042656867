/// Why bytes could not be read as a picture or recording, or could not be written as one.
package enum MediaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The first bytes are of no format that is read here.
    case unknownFormat(expected: String, firstBytes: [UInt8])
    /// The file says that it goes on after its end.
    case truncated(format: String, reason: String)
    /// Damaged, or outside what the format allows.
    case corrupt(format: String, reason: String)
    /// More pixels or samples than are decoded, as a guard against decompression bombs.
    case tooLarge(format: String, found: String, limit: String)
    /// The file could not be opened or read.
    case unreadable(path: String, reason: String)
    /// What was to be encoded does not fit the format.
    case notEncodable(format: String, reason: String)

    package var description: String {
        switch self {
        case .unknownFormat(let expected, let firstBytes):
            "not \(expected): the file starts with \(Self.show(firstBytes))"
        case .truncated(let format, let reason): "truncated \(format) file: \(reason)"
        case .corrupt(let format, let reason): "damaged \(format) file: \(reason)"
        case .tooLarge(let format, let found, let limit):
            "\(format) file with \(found), more than the \(limit) that are decoded"
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .notEncodable(let format, let reason): "cannot be written as \(format): \(reason)"
        }
    }

    private static func show(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "nothing (it is empty)" }
        return bytes.prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined(separator: " ")
    }
}
