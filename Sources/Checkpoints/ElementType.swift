/// The types of a safetensors file's elements, little-endian.
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

    /// An IEEE 754 half as a float, exactly; by hand, as not every processor's Swift has Float16.
    static func widen(half: UInt16) -> Float {
        let sign = UInt32(half & 0x8000) << 16
        let exponent = UInt32(half >> 10) & 0x1F
        let fraction = UInt32(half & 0x3FF)
        switch exponent {
        case 0:
            // Subnormal: fraction × 2^-24.
            let value = Float(fraction) * 0x1p-24
            return sign == 0 ? value : -value
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
