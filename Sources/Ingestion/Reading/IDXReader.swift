/// Reads an IDX file of bytes (LeCun's MNIST page): a header with the sizes, then the items.
struct IDXReader {
    /// Items in the file.
    let count: Int
    /// The sizes of one item; empty for labels.
    let itemShape: [Int]
    private let stream: any ByteStream
    private let name: String
    private var item: [UInt8]
    private var done = 0

    /// Opens a file, gzipped or not.
    ///
    /// - Throws: ``IngestionError`` if it is not an IDX file of unsigned bytes with one to three
    ///   dimensions.
    init(_ path: String, name: String) throws(IngestionError) {
        self.name = name
        stream = try ByteStreams.open(path, name: name)
        let magic = try Self.take(4, stream, name)
        guard magic[0] == 0, magic[1] == 0, magic[2] == 8, (1...3).contains(magic[3]) else {
            throw IngestionError(
                file: name,
                reason:
                    "not an IDX file of bytes: it starts with \(magic), 0 0 8 and 1 to 3 expected"
            )
        }
        let sizes = try Self.take(4 * Int(magic[3]), stream, name)
        let shape = stride(from: 0, to: sizes.count, by: 4).map { start in
            sizes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        count = shape[0]
        itemShape = Array(shape.dropFirst())
        let itemBytes = itemShape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
        guard itemShape.allSatisfy({ (1...65_536).contains($0) }), itemBytes <= 64 << 20 else {
            throw IngestionError(file: name, reason: "items of \(itemShape) bytes")
        }
        item = [UInt8](repeating: 0, count: itemBytes)
    }

    /// The next item's bytes; nil after the last.
    ///
    /// - Throws: ``IngestionError`` if the file ends before the number of items that it declares.
    mutating func next() throws(IngestionError) -> [UInt8]? {
        guard done < count else { return nil }
        var filled = 0
        let stream = stream
        while filled < item.count {
            let from = filled
            let got = try item.filled { bytes throws(IngestionError) in
                try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[from...]))
            }
            guard got > 0 else {
                throw IngestionError(
                    file: name,
                    reason: "truncated: \(count) items declared, it ends within item \(done + 1)"
                )
            }
            filled += got
        }
        done += 1
        return item
    }

    private static func take(
        _ count: Int,
        _ stream: any ByteStream,
        _ name: String
    ) throws(IngestionError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let from = filled
            let got = try bytes.filled { bytes throws(IngestionError) in
                try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[from...]))
            }
            guard got > 0 else {
                throw IngestionError(file: name, reason: "truncated: it ends within its header")
            }
            filled += got
        }
        return bytes
    }
}
