/// The bytes of a stream that were read and not yet used: `start ..< end` of a buffer that grows where
/// they do not fit.
struct ByteWindow {
    private(set) var bytes = [UInt8](repeating: 0, count: 1 << 18)
    /// Where what is not yet used begins; readers move it on.
    var start = 0
    private(set) var end = 0
    /// Whether the stream has no more.
    private(set) var isAtEnd = false
    private let stream: any ByteStream

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    /// How many bytes are not yet used.
    var count: Int { end - start }

    /// Reads more; what is not yet used moves to the buffer's beginning.
    mutating func refill() throws(IngestionError) {
        if start > 0 {
            bytes.withUnsafeMutableBytes { bytes in
                let held = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                UnsafeMutableRawBufferPointer(rebasing: bytes[0..<end - start]).copyMemory(
                    from: held
                )
            }
            end -= start
            start = 0
        }
        if end == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
        let free = end
        let stream = stream
        // If this throws, nothing more can be read, and what is held is a torn piece.
        isAtEnd = true
        end = start
        let count = try bytes.filled { bytes throws(IngestionError) in
            try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[free...]))
        }
        end = free + count
        isAtEnd = count == 0
    }
}
