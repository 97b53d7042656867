import Tensors

/// Reads the pickle of a state dict: a stack machine of the few opcodes that `torch.save` needs for
/// dictionaries of tensors.
///
/// Nothing is ever executed. A name is looked up in ``TorchGlobal``, a call of one is a few lines
/// below, and any other opcode or name ends the reading by its name. The bytes, the steps and so the
/// memory are limited, and no value nests others on the program's own stack.
///
/// Source: CPython 3.11, `Lib/pickletools.py` (the opcodes); torch 2.13, `torch/serialization.py` and
/// `torch/_utils.py` (what they stand for there).
struct PickleInterpreter {
    /// A storage of the archive: consecutive elements.
    struct Storage {
        let key: String
        /// Nil for bytes.
        let elementType: ElementType?
        /// Elements.
        let count: Int
    }

    /// A view of a storage.
    struct View: Equatable {
        let storage: Int
        let elementType: ElementType
        /// Elements before the first.
        let offset: Int
        let sizes: [Int]
        /// In elements.
        let strides: [Int]
    }

    static let mostBytes = 1 << 26
    /// A shard of ten thousand tensors takes some 400,000.
    static let mostSteps = 2_000_000
    static let mostDimensions = 64

    private(set) var storages: [Storage] = []
    private(set) var views: [View] = []

    private let bytes: UnsafeRawBufferPointer
    private let path: String
    private var place = 0
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private var storagesByKey: [String: Int] = [:]
    /// Members of tuples and lists; the first is empty.
    private var sequences: [[PickleValue]] = [[]]
    private var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

    /// Makes one of a pickle's bytes, which must stay; `path` is for messages.
    init(_ bytes: UnsafeRawBufferPointer, path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// Runs to the end.
    ///
    /// - Returns: The members of the dictionary that the pickle is, in its order.
    mutating func members() throws(CheckpointError) -> [(key: PickleValue, value: PickleValue)] {
        guard bytes.count <= Self.mostBytes else {
            throw refused("its pickle has \(bytes.count) bytes; \(Self.mostBytes) are the most")
        }
        for _ in 0..<Self.mostSteps {
            let code = try byte()
            if code == Code.stop {
                guard case .dictionary(let index) = try pop() else {
                    throw refused("it holds something else than a dictionary of tensors")
                }
                return dictionaries[index]
            }
            try step(code)
        }
        throw refused("its pickle takes more than \(Self.mostSteps) steps")
    }

    // MARK: - Opcodes

    private enum Code {
        static let stop: UInt8 = 0x2E
    }

    private mutating func step(_ code: UInt8) throws(CheckpointError) {
        switch code {
        case 0x80:
            let version = try byte()
            guard version <= 5 else { throw refused("its pickle is of protocol \(version)") }
        case 0x95: _ = try take(8)
        case 0x28: marks.append(stack.count)
        case 0x29: stack.append(.tuple(0))
        case 0x5D: stack.append(.list(add([])))
        case 0x7D: stack.append(.dictionary(addDictionary()))
        case 0x4E: stack.append(.none)
        case 0x88: stack.append(.bool(true))
        case 0x89: stack.append(.bool(false))
        case 0x4B: stack.append(.integer(Int(try byte())))
        case 0x4D: stack.append(.integer(Int(try unsigned(2))))
        case 0x4A: stack.append(.integer(Int(Int32(truncatingIfNeeded: try unsigned(4)))))
        case 0x8A: stack.append(.integer(try long()))
        case 0x47: stack.append(.number(Double(bitPattern: UInt64(try unsigned(8)).byteSwapped)))
        case 0x8C: stack.append(.string(try text(Int(try byte()))))
        case 0x55: stack.append(.string(try text(Int(try byte()))))
        case 0x58: stack.append(.string(try text(Int(try unsigned(4)))))
        case 0x54: stack.append(.string(try text(Int(try unsigned(4)))))
        case 0x85: try tuple(1)
        case 0x86: try tuple(2)
        case 0x87: try tuple(3)
        case 0x74: stack.append(.tuple(add(try popToMark())))
        case 0x61, 0x65:
            try append(code == 0x61 ? [try pop()] : try popToMark())
        case 0x73:
            let value = try pop()
            try set([try pop(), value])
        case 0x75: try set(try popToMark())
        case 0x71: memo[Int(try byte())] = try top()
        case 0x72: memo[Int(try unsigned(4))] = try top()
        case 0x94: memo[memo.count] = try top()
        case 0x68: stack.append(try remembered(Int(try byte())))
        case 0x6A: stack.append(try remembered(Int(try unsigned(4))))
        case 0x63: stack.append(.global(try global(module: try line(), name: try line())))
        case 0x93:
            guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
                throw malformed("a name in its pickle is not a string")
            }
            stack.append(.global(try global(module: module, name: name)))
        case 0x51: stack.append(.storage(try storage(try sequence(try pop(), "a storage"))))
        case 0x52:
            let arguments = try sequence(try pop(), "the arguments of a call")
            stack.append(try call(try pop(), arguments))
        case 0x62:
            // Attributes of a dictionary, such as the versions of its modules, are not weights.
            let state = try pop()
            let target = try top()
            guard case .dictionary = target else {
                throw refused("its pickle gives \(state.kind) to \(target.kind) (BUILD)")
            }
        default:
            throw refused(
                "its pickle uses \(PickleOpcode.name(code)), which no dictionary of tensors needs"
            )
        }
    }

    private mutating func tuple(_ count: Int) throws(CheckpointError) {
        guard stack.count - (marks.last ?? 0) >= count else { throw underflow() }
        let members = Array(stack.suffix(count))
        stack.removeLast(count)
        stack.append(.tuple(add(members)))
    }

    private mutating func append(_ members: [PickleValue]) throws(CheckpointError) {
        guard case .list(let index) = try top() else {
            throw malformed("its pickle appends to something else than a list")
        }
        sequences[index] += members
    }

    /// Keys and values in turn into the dictionary on top.
    private mutating func set(_ members: [PickleValue]) throws(CheckpointError) {
        guard case .dictionary(let index) = try top(), members.count % 2 == 0 else {
            throw malformed("its pickle sets members of something else than a dictionary")
        }
        for place in stride(from: 0, to: members.count, by: 2) {
            dictionaries[index].append((members[place], members[place + 1]))
        }
    }

    private func remembered(_ index: Int) throws(CheckpointError) -> PickleValue {
        guard let value = memo[index] else {
            throw malformed("its pickle recalls value \(index), which it did not keep")
        }
        return value
    }

    private func global(module: String, name: String) throws(CheckpointError) -> TorchGlobal {
        guard let global = TorchGlobal(module: module, name: name) else {
            throw refused(
                "its pickle names \(module).\(name), which is not among the few names that weights "
                    + "need; convert it to safetensors where it comes from"
            )
        }
        return global
    }

    // MARK: - Calls

    private mutating func call(
        _ callee: PickleValue,
        _ arguments: [PickleValue]
    ) throws(CheckpointError) -> PickleValue {
        guard case .global(let global) = callee else {
            throw malformed("its pickle calls \(callee.kind)")
        }
        switch global {
        case .orderedDictionary:
            let index = addDictionary()
            for list in arguments.prefix(1) {
                for pair in try sequence(list, "the members of a dictionary") {
                    let pair = try sequence(pair, "a member of a dictionary")
                    guard pair.count == 2 else { throw arity(global) }
                    dictionaries[index].append((pair[0], pair[1]))
                }
            }
            return .dictionary(index)
        case .size:
            guard arguments.count == 1 else { throw arity(global) }
            return .tuple(add(try sequence(arguments[0], "a size")))
        case .rebuildParameter:
            guard arguments.count == 3, case .tensor = arguments[0] else { throw arity(global) }
            return arguments[0]
        case .rebuildTensor:
            guard arguments.count == 4 else { throw arity(global) }
            return .tensor(try view(arguments, type: nil))
        case .rebuildTensorV2:
            guard arguments.count == 6 || arguments.count == 7 else { throw arity(global) }
            if arguments.count == 7 { try requireNoFlags(arguments[6]) }
            return .tensor(try view(arguments, type: nil))
        case .rebuildTensorV3:
            guard arguments.count == 7 || arguments.count == 8,
                case .global(.elementType(let type)) = arguments[6]
            else { throw arity(global) }
            if arguments.count == 8 { try requireNoFlags(arguments[7]) }
            return .tensor(try view(arguments, type: type))
        case .storage, .elementType: throw malformed("its pickle calls \(global.name)")
        }
    }

    /// A tensor may be marked as the conjugate or negative of its numbers; weights are not.
    private func requireNoFlags(_ value: PickleValue) throws(CheckpointError) {
        switch value {
        case .none: return
        case .dictionary(let index) where dictionaries[index].isEmpty: return
        default: throw refused("one of its tensors is marked as conjugate or negative")
        }
    }

    /// `("storage", type, key, location, number of elements)`.
    private mutating func storage(_ parts: [PickleValue]) throws(CheckpointError) -> Int {
        guard parts.count == 5, case .string("storage") = parts[0],
            case .global(.storage(let type)) = parts[1], case .string(let key) = parts[2],
            case .integer(let count) = parts[4], count >= 0
        else { throw malformed("its pickle describes a storage in an unknown way") }
        // Types of the same bytes may differ, so the key alone does not name a storage.
        let name = "\(type?.rawValue ?? "-") \(count) \(key)"
        if let known = storagesByKey[name] { return known }
        storages.append(Storage(key: key, elementType: type, count: count))
        storagesByKey[name] = storages.count - 1
        return storages.count - 1
    }

    /// `(storage, offset, size, strides, ...)`, with every element inside the storage.
    private mutating func view(
        _ arguments: [PickleValue],
        type: ElementType?
    ) throws(CheckpointError) -> Int {
        guard case .storage(let index) = arguments[0], case .integer(let offset) = arguments[1]
        else { throw malformed("its pickle describes a tensor in an unknown way") }
        let storage = storages[index]
        guard let elementType = type ?? storage.elementType,
            storage.elementType == nil || storage.elementType == elementType
        else { throw malformed("its pickle has a tensor whose type is not its storage's") }
        // A storage of bytes has as many elements as fit into it.
        let capacity =
            storage.elementType == nil ? storage.count / elementType.sizeBytes : storage.count
        let sizes = try integers(arguments[2])
        let strides = try integers(arguments[3])
        guard sizes.count == strides.count, sizes.count <= Self.mostDimensions, offset >= 0 else {
            throw malformed(
                "its pickle has a tensor of \(sizes.count) sizes and \(strides.count) strides"
            )
        }
        try checkBounds(offset: offset, sizes: sizes, strides: strides, capacity: capacity)
        views.append(
            View(
                storage: index,
                elementType: elementType,
                offset: offset,
                sizes: sizes,
                strides: strides
            )
        )
        return views.count - 1
    }

    private func checkBounds(
        offset: Int,
        sizes: [Int],
        strides: [Int],
        capacity: Int
    ) throws(CheckpointError) {
        var count = 1, last = offset, overflows = false
        for (size, stride) in zip(sizes, strides) {
            let (product, first) = count.multipliedReportingOverflow(by: size)
            let (span, second) = stride.multipliedReportingOverflow(by: max(size - 1, 0))
            let (sum, third) = last.addingReportingOverflow(span)
            (count, last) = (product, sum)
            overflows = overflows || first || second || third
        }
        let view = "a tensor of size \(sizes) and strides \(strides) from \(offset)"
        guard !overflows, offset <= capacity, count == 0 || last < capacity else {
            throw malformed("its pickle has \(view) in a storage of \(capacity) elements")
        }
        // Strides of 0 would make a few bytes any amount of memory.
        guard count <= capacity else {
            throw refused("it has \(view) that repeats the \(capacity) elements of its storage")
        }
    }

    private func integers(_ value: PickleValue) throws(CheckpointError) -> [Int] {
        var integers: [Int] = []
        for member in try sequence(value, "a tensor's size") {
            guard case .integer(let integer) = member, integer >= 0 else {
                throw malformed("its pickle has a tensor whose size is no tuple of whole numbers")
            }
            integers.append(integer)
        }
        return integers
    }

    private func sequence(
        _ value: PickleValue,
        _ what: String
    ) throws(CheckpointError) -> [PickleValue] {
        switch value {
        case .tuple(let index), .list(let index): return sequences[index]
        default: throw malformed("its pickle has \(value.kind) for \(what)")
        }
    }

    // MARK: - Stack

    private mutating func add(_ members: [PickleValue]) -> Int {
        sequences.append(members)
        return sequences.count - 1
    }

    private mutating func addDictionary() -> Int {
        dictionaries.append([])
        return dictionaries.count - 1
    }

    private func top() throws(CheckpointError) -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.last else { throw underflow() }
        return value
    }

    private mutating func pop() throws(CheckpointError) -> PickleValue {
        let value = try top()
        stack.removeLast()
        return value
    }

    private mutating func popToMark() throws(CheckpointError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw underflow() }
        let members = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return members
    }

    // MARK: - Bytes

    private mutating func take(_ count: Int) throws(CheckpointError) -> Range<Int> {
        guard count <= bytes.count - place else {
            throw malformed("its pickle ends in the middle of an instruction")
        }
        place += count
        return place - count..<place
    }

    private mutating func byte() throws(CheckpointError) -> UInt8 { bytes[try take(1).lowerBound] }

    /// Little-endian, without a sign.
    private mutating func unsigned(_ count: Int) throws(CheckpointError) -> UInt {
        try take(count).reversed().reduce(0) { $0 << 8 | UInt(bytes[$1]) }
    }

    /// Little-endian with a sign, its count of bytes in front.
    private mutating func long() throws(CheckpointError) -> Int {
        let count = Int(try byte())
        guard count <= 8 else { throw refused("its pickle has a number of \(count) bytes") }
        guard count > 0 else { return 0 }
        let value = try unsigned(count)
        let unused = 64 - 8 * count
        return Int(bitPattern: value << unused) >> unused
    }

    private mutating func text(_ count: Int) throws(CheckpointError) -> String {
        let range = try take(count)
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw malformed("its pickle has a string that is not UTF-8")
        }
        return text
    }

    /// Up to the end of the line, which is passed.
    private mutating func line() throws(CheckpointError) -> String {
        // Longer names are nobody's.
        let limit = min(bytes.count, place + 256)
        guard let end = bytes[place..<limit].firstIndex(of: 0x0A) else {
            throw malformed("its pickle has a name without an end")
        }
        let name = try text(end - place)
        place += 1
        return name
    }

    private func underflow() -> CheckpointError {
        malformed("its pickle takes values that it did not make")
    }

    private func arity(_ global: TorchGlobal) -> CheckpointError {
        malformed("its pickle calls \(global.name) with other arguments than PyTorch does")
    }

    private func malformed(_ reason: String) -> CheckpointError {
        .malformed(file: path, format: .torch, reason: reason)
    }

    private func refused(_ reason: String) -> CheckpointError {
        .refused(file: path, reason: reason)
    }
}
