import Domain
import Tensors

/// A safetensors file, mapped into memory, its header checked against its bytes.
///
/// Layout: 8 bytes little-endian N; N bytes of JSON, an object of
/// `name: {"dtype", "shape", "data_offsets": [begin, end]}` and perhaps `"__metadata__"`; then the
/// data, which the offsets count from. As the reference requires, the tensors cover the data without
/// a gap or an overlap, so a header that lies about one of them is found.
///
/// Source: huggingface/safetensors 0.8.0, README "Format".
package struct SafetensorsFile: WeightFile {
    package let file: MappedFile
    /// In the order in which they lie in the file.
    package let entries: [TensorEntry]
    /// The free-form strings of `__metadata__`.
    package let metadata: [String: String]
    private let index: [String: Int]

    /// Headers beyond this are refused, as the reference does.
    static let largestHeader = 100_000_000

    /// Maps and checks a file.
    ///
    /// - Throws: ``CheckpointError/unreadable(file:reason:)`` or
    ///   ``CheckpointError/malformed(file:reason:)``, or ``CheckpointError/elementType(name:found:)``.
    package init(path: String) throws(CheckpointError) {
        try self.init(file: MappedFile(path: path))
    }

    private init(file: MappedFile) throws(CheckpointError) {
        self.file = file
        let header = try Header(bytes: file.bytes, path: file.path)
        metadata = header.metadata
        entries = header.entries
        index = Dictionary(
            header.entries.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The entry of that name.
    package subscript(name: String) -> TensorEntry? { index[name].map { entries[$0] } }
}

/// Reads and checks the header.
private struct Header {
    let entries: [TensorEntry]
    let metadata: [String: String]
    private let path: String

    init(bytes: UnsafeRawBufferPointer, path: String) throws(CheckpointError) {
        self.path = path
        func malformed(_ reason: String) -> CheckpointError {
            .malformed(file: path, format: .safetensors, reason: reason)
        }
        if GitPointer.begins(bytes) { throw GitPointer.error(path) }
        guard bytes.count >= 8 else {
            throw malformed("it has \(bytes.count) bytes, fewer than the 8 of its header's length")
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(SafetensorsFile.largestHeader) else {
            throw malformed("it claims a header of \(length) bytes")
        }
        guard Int(length) <= bytes.count - 8 else {
            throw malformed(
                "it claims a header of \(length) bytes and ends after \(bytes.count - 8)"
            )
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(
                parsing: Array(bytes[8..<8 + Int(length)]),
                refusingRepeatedNames: true
            )
        } catch {
            throw malformed("its header is \(error)")
        }
        guard let members = value.object else {
            throw malformed("its header is \(value.kind) where an object is expected")
        }
        let dataStart = 8 + Int(length)
        var entries: [TensorEntry] = []
        var metadata: [String: String] = [:]
        for (name, member) in members {
            if name == "__metadata__" {
                metadata = (member.object ?? [:]).compactMapValues(\.string)
            } else {
                entries.append(
                    try Self.entry(name, member, dataStart..<bytes.count, path)
                )
            }
        }
        entries.sort {
            ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name)
                < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
        }
        var end = dataStart
        for entry in entries {
            guard entry.bytes.lowerBound >= end else {
                throw malformed("tensor '\(entry.name)' overlaps the one before it")
            }
            guard entry.bytes.lowerBound == end else {
                throw malformed("no tensor covers the bytes before '\(entry.name)'")
            }
            end = entry.bytes.upperBound
        }
        guard end == bytes.count else {
            throw malformed("\(bytes.count - end) bytes at its end belong to no tensor")
        }
        self.entries = entries
        self.metadata = metadata
    }

    private static func entry(
        _ name: String,
        _ value: JSONValue,
        _ data: Range<Int>,
        _ path: String
    ) throws(CheckpointError) -> TensorEntry {
        func malformed(_ reason: String) -> CheckpointError {
            .malformed(file: path, format: .safetensors, reason: "tensor '\(name)' \(reason)")
        }
        guard let typeName = value["dtype"]?.string else { throw malformed("has no dtype") }
        guard let type = ElementType(rawValue: typeName) else {
            throw .elementType(name: name, found: typeName)
        }
        guard let shape = value["shape"]?.array?.map(\.integer),
            shape.allSatisfy({ ($0 ?? -1) >= 0 })
        else { throw malformed("has no shape of whole numbers") }
        guard let offsets = value["data_offsets"]?.array?.map(\.integer), offsets.count == 2,
            let begin = offsets[0], let end = offsets[1], begin >= 0, begin <= end
        else { throw malformed("has no data_offsets [begin, end]") }
        guard end <= data.count else {
            throw malformed("ends at byte \(end) of data that has \(data.count)")
        }
        var size = type.sizeBytes
        for dimension in shape.compactMap({ $0 }) {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw malformed("has an impossible shape") }
            size = product
        }
        let dimensions = Shape(shape.compactMap { $0 })
        guard size == end - begin else {
            throw malformed(
                "needs \(size) bytes for shape \(dimensions) of \(typeName) and has \(end - begin)"
            )
        }
        return TensorEntry(
            name: name,
            elementType: type,
            shape: dimensions,
            bytes: data.lowerBound + begin..<data.lowerBound + end
        )
    }
}
