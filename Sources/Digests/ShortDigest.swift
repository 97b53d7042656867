/// The first 128 bits of a SHA-256 digest: enough to tell rows apart, at half the size.
package struct ShortDigest: Sendable, Hashable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    init(_ digest: SHA256Digest) {
        high = digest.words.0
        low = digest.words.1
    }

    /// The 16 bytes, as the database stores them.
    package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withUnsafeBytes(of: (high.bigEndian, low.bigEndian), body)
    }

    /// 32 lower-case hexadecimal digits.
    package var description: String {
        [high, low].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        .joined()
    }
}
