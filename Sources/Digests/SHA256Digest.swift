import Crypto

/// A SHA-256 digest, the name by which media, models and content are known.
package struct SHA256Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The 32 bytes, as four big-endian words.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest of the given bytes.
    package init(of bytes: some Sequence<UInt8>) {
        var hasher = SHA256Hasher()
        if bytes.withContiguousStorageIfAvailable({ hasher.update(UnsafeRawBufferPointer($0)) })
            == nil
        {
            Array(bytes).withUnsafeBytes { hasher.update($0) }
        }
        self = hasher.finish()
    }

    /// The digest of a string's UTF-8 bytes.
    package init(of string: String) {
        self.init(of: string.utf8)
    }

    /// Reads 64 hexadecimal digits; nil for anything else.
    package init?(hexadecimal: String) {
        let digits = Array(hexadecimal.utf8)
        guard digits.count == 64 else { return nil }
        var words: [UInt64] = []
        for start in stride(from: 0, to: 64, by: 16) {
            guard
                !digits[start..<start + 16].contains(UInt8(ascii: "+")),
                let word = UInt64(
                    String(decoding: digits[start..<start + 16], as: UTF8.self),
                    radix: 16
                )
            else { return nil }
            words.append(word)
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// 64 lower-case hexadecimal digits.
    package var hexadecimal: String {
        String(unsafeUninitializedCapacity: 64) { buffer in
            var index = 0
            withUnsafeBytes(of: bigEndian) { bytes in
                for byte in bytes {
                    buffer[index] = Self.digit(byte >> 4)
                    buffer[index + 1] = Self.digit(byte & 15)
                    index += 2
                }
            }
            return 64
        }
    }

    /// The first 128 bits.
    package var short: ShortDigest { ShortDigest(self) }

    package var description: String { hexadecimal }

    private var bigEndian: (UInt64, UInt64, UInt64, UInt64) {
        (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 48 + value : 87 + value
    }

    package static func == (a: Self, b: Self) -> Bool { a.words == b.words }

    package static func < (a: Self, b: Self) -> Bool { a.words < b.words }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

/// Computes a SHA-256 digest piece by piece.
package struct SHA256Hasher: Sendable {
    private var hasher = SHA256()

    package init() {}

    /// Adds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        hasher.update(bufferPointer: bytes)
    }

    /// Adds a string's UTF-8 bytes, preceded by their count, so that "ab","c" and "a","bc" differ.
    package mutating func update(field: String?) {
        guard var field else {
            update(count: -1)
            return
        }
        field.withUTF8 {
            update(count: $0.count)
            update(UnsafeRawBufferPointer($0))
        }
    }

    private mutating func update(count: Int) {
        withUnsafeBytes(of: Int64(count).littleEndian) { update($0) }
    }

    /// The digest of everything added so far.
    package func finish() -> SHA256Digest {
        hasher.finalize().withUnsafeBytes { bytes in
            let words = (0..<4).map {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
            }
            return SHA256Digest(words: (words[0], words[1], words[2], words[3]))
        }
    }
}
