import Tensors

/// The types of a weight file's elements, little-endian.
package enum ElementType: String, Sendable, CaseIterable {
    case float64 = "F64"
    case float32 = "F32"
    case float16 = "F16"
    /// The upper half of a float32.
    case bfloat16 = "BF16"
    case int64 = "I64"
    case int32 = "I32"
    case int16 = "I16"
    case int8 = "I8"
    case uint8 = "U8"
    /// One byte, 0 or 1.
    case bool = "BOOL"

    package var sizeBytes: Int {
        switch self {
        case .float64, .int64: 8
        case .float32, .int32: 4
        case .float16, .bfloat16, .int16: 2
        case .int8, .uint8, .bool: 1
        }
    }

    /// Whether it holds whole numbers (or truth values, as 0 and 1).
    package var isInteger: Bool {
        switch self {
        case .float64, .float32, .float16, .bfloat16: false
        case .int64, .int32, .int16, .int8, .uint8, .bool: true
        }
    }

    /// Widens elements to single precision; doubles and large integers are rounded to it.
    ///
    /// - Precondition: `bytes` holds `target.count` elements; they need not be aligned.
    package func convert(
        _ bytes: UnsafeRawBufferPointer,
        to target: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(bytes.count == target.count * sizeBytes, "\(bytes.count) bytes as \(self)")
        switch self {
        case .float32: UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
        case .float64: each(bytes, target, Double.self) { Float($0) }
        case .float16: each(bytes, target, UInt16.self, Self.widen(half:))
        case .bfloat16: each(bytes, target, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .int64: each(bytes, target, Int64.self) { Float($0) }
        case .int32: each(bytes, target, Int32.self) { Float($0) }
        case .int16: each(bytes, target, Int16.self) { Float($0) }
        case .int8: each(bytes, target, Int8.self) { Float($0) }
        case .uint8, .bool: each(bytes, target, UInt8.self) { Float($0) }
        }
    }

    private func each<Element: BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer,
        _ target: UnsafeMutableBufferPointer<Float>,
        _: Element.Type,
        _ widen: (Element) -> Float
    ) {
        for index in target.indices {
            target[index] = widen(
                bytes.loadUnaligned(
                    fromByteOffset: index * MemoryLayout<Element>.stride,
                    as: Element.self
                )
            )
        }
    }

    /// Widens elements that lie apart, in the order of their indices.
    ///
    /// - Precondition: Every element of the view lies in `bytes`, the first at its beginning.
    func gather(
        _ bytes: UnsafeRawBufferPointer,
        shape: Shape,
        strides: [Int],
        to target: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(shape.rank == strides.count && shape.count == target.count, "\(shape)")
        guard let columns = shape.dimensions.last, !target.isEmpty else {
            convert(bytes, to: target)
            return
        }
        // A row's elements are brought together, then widened.
        let step = strides[shape.rank - 1] * sizeBytes
        var row = [UInt8](repeating: 0, count: columns * sizeBytes)
        var indices = [Int](repeating: 0, count: shape.rank - 1)
        for first in stride(from: 0, to: target.count, by: columns) {
            let start = zip(indices, strides).reduce(0) { $0 + $1.0 * $1.1 } * sizeBytes
            row.withUnsafeMutableBytes { row in
                for column in 0..<columns {
                    for byte in 0..<sizeBytes {
                        row[column * sizeBytes + byte] = bytes[start + column * step + byte]
                    }
                }
            }
            row.withUnsafeBytes {
                convert(
                    $0,
                    to: UnsafeMutableBufferPointer(rebasing: target[first..<first + columns])
                )
            }
            for axis in indices.indices.reversed() {
                indices[axis] += 1
                if indices[axis] < shape[axis] { break }
                indices[axis] = 0
            }
        }
    }

    /// An IEEE 754 half as a float, exactly; by hand, as not every processor's Swift has Float16, and
    /// without a branch, so that the compiler takes many at a time.
    static func widen(half: UInt16) -> Float {
        let sign = UInt32(half & 0x8000) << 16
        let magnitude = UInt32(half & 0x7FFF)
        // The exponent's bias is 15 there and 127 here. The product is exact, also of subnormals.
        let value = Float(bitPattern: magnitude << 13) * 0x1p112
        let special: UInt32 = magnitude >= 0x7C00 ? 0x7F80_0000 : 0
        return Float(bitPattern: value.bitPattern | special | sign)
    }
}
