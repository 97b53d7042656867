/// What the pickle of a state dict is made of.
///
/// Whatever holds other values is a place in the interpreter's own list, so that neither a cycle nor a
/// deep nest of them costs more than its bytes.
enum PickleValue {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case global(TorchGlobal)
    case storage(Int)
    case tensor(Int)

    /// For messages: "a string".
    var kind: String {
        switch self {
        case .none: "None"
        case .bool: "a truth value"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "a string"
        case .tuple: "a tuple"
        case .list: "a list"
        case .dictionary: "a dictionary"
        case .global(let global): "the name \(global.name)"
        case .storage: "a storage"
        case .tensor: "a tensor"
        }
    }
}

/// The names that a state dict's pickle may mention; no other is ever looked up, and none is run: each
/// stands for a few lines of this program.
enum TorchGlobal: Equatable {
    case orderedDictionary
    case rebuildTensor
    case rebuildTensorV2
    case rebuildTensorV3
    case rebuildParameter
    case size
    /// A storage of elements of one type; nil for one of bytes.
    case storage(ElementType?)
    /// A dtype.
    case elementType(ElementType)

    /// - Returns: Nil for a name that is not allowed.
    init?(module: String, name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensorV2
        case ("torch._utils", "_rebuild_tensor_v3"): self = .rebuildTensorV3
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch", "Size"): self = .size
        case ("torch.storage", "UntypedStorage"): self = .storage(nil)
        case ("torch", _):
            if let type = Self.storages[name] {
                self = .storage(type)
            } else if let type = Self.types[name] {
                self = .elementType(type)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// As Python calls it.
    var name: String {
        switch self {
        case .orderedDictionary: "collections.OrderedDict"
        case .rebuildTensor: "torch._utils._rebuild_tensor"
        case .rebuildTensorV2: "torch._utils._rebuild_tensor_v2"
        case .rebuildTensorV3: "torch._utils._rebuild_tensor_v3"
        case .rebuildParameter: "torch._utils._rebuild_parameter"
        case .size: "torch.Size"
        case .storage(let type): "torch storage of \(type?.rawValue ?? "bytes")"
        case .elementType(let type): "torch dtype \(type.rawValue)"
        }
    }

    private static let storages: [String: ElementType] = [
        "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16,
        "BFloat16Storage": .bfloat16, "LongStorage": .int64, "IntStorage": .int32,
        "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8,
        "BoolStorage": .bool,
    ]

    private static let types: [String: ElementType] = [
        "float64": .float64, "double": .float64, "float32": .float32, "float": .float32,
        "float16": .float16, "half": .float16, "bfloat16": .bfloat16, "int64": .int64,
        "long": .int64, "int32": .int32, "int": .int32, "int16": .int16, "short": .int16,
        "int8": .int8, "uint8": .uint8, "bool": .bool,
    ]
}

/// The opcodes of a pickle by the names that Python's `pickletools` gives them.
enum PickleOpcode {
    static func name(_ code: UInt8) -> String {
        if let name = refused[code] { return name }
        let digits = String(code, radix: 16, uppercase: true)
        return "0x" + (digits.count == 1 ? "0" : "") + digits
    }

    /// Those that make or run things that a state dict has no use for.
    private static let refused: [UInt8: String] = [
        0x30: "POP", 0x31: "POP_MARK", 0x32: "DUP", 0x46: "FLOAT", 0x49: "INT", 0x4C: "LONG",
        0x50: "PERSID", 0x53: "STRING", 0x56: "UNICODE", 0x64: "DICT", 0x67: "GET", 0x69: "INST",
        0x6C: "LIST", 0x6F: "OBJ", 0x70: "PUT", 0x81: "NEWOBJ", 0x82: "EXT1", 0x83: "EXT2",
        0x84: "EXT4", 0x8F: "EMPTY_SET", 0x90: "ADDITEMS", 0x91: "FROZENSET", 0x92: "NEWOBJ_EX",
        0x42: "BINBYTES", 0x43: "SHORT_BINBYTES", 0x8E: "BINBYTES8", 0x96: "BYTEARRAY8",
        0x97: "NEXT_BUFFER", 0x98: "READONLY_BUFFER", 0x8D: "BINUNICODE8", 0x8B: "LONG4",
    ]
}
