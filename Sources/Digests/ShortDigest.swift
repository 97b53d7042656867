/// The first 128 bits of a SHA-256 digest: enough to tell rows apart, at half the size.
package struct ShortDigest: Sendable, Hashable, Comparable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    init(_ digest: SHA256Digest) {
        high = digest.words.0
        low = digest.words.1
    }

    /// The order of the bytes, which is that of the database's index.
    package static func < (a: Self, b: Self) -> Bool {
        (a.high, a.low) < (b.high, b.low)
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
