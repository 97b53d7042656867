extension UnsafeRawBufferPointer {
    /// The big-endian 16 bits at an offset, which must lie inside.
    func bigEndian16(at offset: Int) -> UInt16 {
        UInt16(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// The big-endian 32 bits at an offset, which must lie inside.
    func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The little-endian 32 bits at an offset, which must lie inside.
    func littleEndian32(at offset: Int) -> UInt32 {
        UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Whether these characters stand at an offset; false beyond the end.
    func has(_ text: StaticString, at offset: Int) -> Bool {
        offset >= 0 && offset + text.utf8CodeUnitCount <= count
            && (0..<text.utf8CodeUnitCount).allSatisfy { self[offset + $0] == text.utf8Start[$0] }
    }
}

extension [UInt8] {
    /// Like `withUnsafeBytes`, for a body that throws ``MediaError``.
    func withRawBytes<Value>(
        _ body: (UnsafeRawBufferPointer) throws(MediaError) -> Value
    ) throws(MediaError) -> Value {
        let result: Result<Value, MediaError> = withUnsafeBytes { bytes in
            do throws(MediaError) {
                return .success(try body(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
