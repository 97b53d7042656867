/// Why a regular expression is refused.
struct RegularExpressionError: Error, Equatable, CustomStringConvertible {
    let description: String
}

/// Reads a regular expression and writes the program that matches it.
struct RegularExpressionParser {
    private typealias Instruction = RegularExpression.Instruction

    private indirect enum Node {
        case empty
        case set(ScalarSet)
        case sequence([Node])
        case choice([Node])
        case repetition(Node, minimum: Int, maximum: Int, RegularExpression.Greed)
        case lookAhead(Node, isNegated: Bool)
        case atomic(Node)
        case lineStart
        case lineEnd
        case start
        case end

        /// Whether it can match nothing.
        var isNullable: Bool {
            switch self {
            case .empty, .lookAhead, .lineStart, .lineEnd, .start, .end: true
            case .set: false
            case .sequence(let nodes): nodes.allSatisfy(\.isNullable)
            case .choice(let nodes): nodes.contains(where: \.isNullable)
            case .repetition(let node, let minimum, _, _): minimum == 0 || node.isNullable
            case .atomic(let node): node.isNullable
            }
        }
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var ignoresCase = false
    private var depth = 0
    private static let maximumSize = 20_000

    static func program(
        of pattern: String
    ) throws(RegularExpressionError) -> RegularExpression.Program {
        var parser = RegularExpressionParser(scalars: Array(pattern.unicodeScalars))
        let node = try parser.alternatives()
        guard parser.position == parser.scalars.count else { throw parser.error("a ')' too many") }
        var program = RegularExpression.Program()
        try parser.write(node, &program)
        program.instructions.append(.accept)
        return program
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private func error(_ reason: String) -> RegularExpressionError {
        RegularExpressionError(description: "\(reason) at character \(position + 1)")
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    // MARK: Reading

    private mutating func alternatives() throws(RegularExpressionError) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth < 50 else { throw error("groups nested too deeply") }
        var choices = [try sequence()]
        while take("|") { choices.append(try sequence()) }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence() throws(RegularExpressionError) -> Node {
        var nodes: [Node] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            nodes.append(try repetition(of: try atom()))
        }
        return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func repetition(of node: Node) throws(RegularExpressionError) -> Node {
        var node = node
        while let (minimum, maximum, isInterval) = try bounds() {
            switch node {
            case .lineStart, .lineEnd, .start, .end, .lookAhead, .empty:
                throw error("a repetition of nothing")
            default: break
            }
            guard !node.isNullable else {
                throw error("a repetition of what may be empty, which Assay does not read,")
            }
            // A '+' after an interval repeats it once more, as in Ruby.
            let greed: RegularExpression.Greed =
                !isInterval && take("+") ? .possessive : take("?") ? .lazy : .greedy
            if isInterval, greed == .lazy, minimum == maximum {
                throw error("a lazy repetition of fixed length, which Assay does not read,")
            }
            node = .repetition(node, minimum: minimum, maximum: maximum, greed)
            if greed != .greedy { break }
        }
        return node
    }

    private mutating func bounds() throws(RegularExpressionError) -> (Int, Int, isInterval: Bool)? {
        if take("*") { return (0, .max, false) }
        if take("+") { return (1, .max, false) }
        if take("?") { return (0, 1, false) }
        guard next == "{" else { return nil }
        let start = position
        position += 1
        let low = number()
        let hasComma = take(",")
        let high = hasComma ? number() : low
        guard take("}"), low != nil || high != nil else {
            // Not a repetition: the brace itself.
            position = start
            return nil
        }
        let minimum = low ?? 0
        let maximum = high ?? .max
        guard minimum <= maximum, maximum > 0, minimum <= 1000 else {
            throw error("unusual bounds")
        }
        return (minimum, maximum, true)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = next.flatMap({ Int(String($0)) }), position < scalars.count, digit < 10 {
            value = min((value ?? 0) * 10 + digit, 1_000_000)
            position += 1
        }
        return value
    }

    private mutating func atom() throws(RegularExpressionError) -> Node {
        guard let scalar = next else { throw error("an unexpected end") }
        switch scalar {
        case "(": return try group()
        case "[":
            position += 1
            return .set(try characterClass())
        case ".":
            position += 1
            return .set(ScalarSet([.range(10...10)], isNegated: true))
        case "^":
            position += 1
            return .lineStart
        case "$":
            position += 1
            return .lineEnd
        case "*", "+", "?": throw error("a repetition of nothing")
        case "\\":
            if take("\\A") { return .start }
            if take("\\z") { return .end }
            return .set(folded([try escape()]))
        default:
            position += 1
            return .set(folded([.range(scalar.value...scalar.value)]))
        }
    }

    private mutating func group() throws(RegularExpressionError) -> Node {
        let outer = ignoresCase
        defer { ignoresCase = outer }
        if take("(?!") { return .lookAhead(try rest(), isNegated: true) }
        if take("(?=") { return .lookAhead(try rest(), isNegated: false) }
        if take("(?>") { return .atomic(try rest()) }
        if take("(?i:") {
            ignoresCase = true
            return try rest()
        }
        if !take("(?:") {
            if take("(?") {
                position -= 2
                throw error("a kind of group that Assay does not read")
            }
            // Captures are not asked for.
            position += 1
        }
        return try rest()
    }

    private mutating func rest() throws(RegularExpressionError) -> Node {
        let node = try alternatives()
        guard take(")") else { throw error("a group that is not closed") }
        return node
    }

    // MARK: Classes

    private mutating func characterClass() throws(RegularExpressionError) -> ScalarSet {
        depth += 1
        defer { depth -= 1 }
        guard depth < 50 else { throw error("classes nested too deeply") }
        let isNegated = take("^")
        var items: [ScalarSet.Item] = []
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            if scalars[position...].starts(with: "&&".unicodeScalars)
                || scalars[position...].starts(with: "[:".unicodeScalars)
            {
                throw error("a kind of class that Assay does not read")
            }
            if take("[") {
                items.append(.set(try characterClass()))
                continue
            }
            let item = try classItem()
            guard case .range(let low) = item, next == "-", position + 1 < scalars.count,
                scalars[position + 1] != "]"
            else {
                items.append(item)
                continue
            }
            position += 1
            guard case .range(let high) = try classItem(), low.lowerBound <= high.upperBound else {
                throw error("a broken range")
            }
            items.append(.range(low.lowerBound...high.upperBound))
        }
        guard take("]") else { throw error("a class that is not closed") }
        return ignoresCase
            ? ScalarSet(folded(items).items, isNegated: isNegated)
            : ScalarSet(items, isNegated: isNegated)
    }

    private mutating func classItem() throws(RegularExpressionError) -> ScalarSet.Item {
        guard let scalar = next else { throw error("a class that is not closed") }
        if scalar == "\\" { return try escape() }
        position += 1
        return .range(scalar.value...scalar.value)
    }

    private mutating func escape() throws(RegularExpressionError) -> ScalarSet.Item {
        position += 1
        guard let scalar = next else { throw error("an unexpected end") }
        position += 1
        func traits(_ traits: ScalarTraits, _ isNegated: Bool = false) -> ScalarSet.Item {
            .traits(traits.rawValue, isNegated: isNegated)
        }
        func single(_ value: UInt32) -> ScalarSet.Item { .range(value...value) }
        switch scalar {
        case "s": return traits(.whitespace)
        case "S": return traits(.whitespace, true)
        case "d": return traits(.decimal)
        case "D": return traits(.decimal, true)
        case "w": return traits(.onigurumaWord)
        case "W": return traits(.onigurumaWord, true)
        case "p", "P": return try property(isNegated: scalar == "P")
        case "n": return single(0x0A)
        case "r": return single(0x0D)
        case "t": return single(0x09)
        case "f": return single(0x0C)
        case "v": return single(0x0B)
        case "a": return single(0x07)
        case "e": return single(0x1B)
        case "x", "u": return single(try hexadecimal(isLong: scalar == "u"))
        default:
            let isLetter = scalar.value < 128 && ScalarTraits.of(scalar).contains(.word)
            guard !isLetter else {
                throw error("an escape '\\\(scalar)', which Assay does not read,")
            }
            return single(scalar.value)
        }
    }

    private mutating func hexadecimal(isLong: Bool) throws(RegularExpressionError) -> UInt32 {
        let isBraced = !isLong && take("{")
        let limit = isBraced ? 8 : isLong ? 4 : 2
        var digits = ""
        while let digit = next, digits.count < limit, digit.properties.isASCIIHexDigit {
            digits.unicodeScalars.append(digit)
            position += 1
        }
        guard !isBraced || take("}"), isBraced || digits.count == limit,
            let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil
        else { throw error("a broken number of a character") }
        return value
    }

    private static let properties: [String: ScalarTraits] = [
        "l": .letter, "letter": .letter, "lu": .uppercase, "ll": .lowercase, "lt": .titlecase,
        "lm": .modifierLetter, "lo": .otherLetter, "n": .number, "number": .number, "nd": .decimal,
        "m": .mark, "mark": .mark, "p": .punctuation, "punct": .punctuation,
        "punctuation": .punctuation, "s": .symbol, "symbol": .symbol, "space": .whitespace,
        "whitespace": .whitespace, "white_space": .whitespace, "word": .onigurumaWord,
    ]

    private mutating func property(isNegated: Bool) throws(RegularExpressionError) -> ScalarSet.Item
    {
        guard take("{") else {
            throw error("a property without braces, which Assay does not read,")
        }
        let isInverse = take("^")
        var name = ""
        while let scalar = next, scalar != "}" {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard take("}") else { throw error("a property that is not closed") }
        if name == "Han" || name == "Script=Han" {
            let ranges = Self.han.map { ScalarSet.Item.range($0) }
            return .set(ScalarSet(ranges, isNegated: isNegated != isInverse))
        }
        guard let traits = Self.properties[name.lowercased()] else {
            throw error("a property '\(name)', which Assay does not read,")
        }
        return .traits(traits.rawValue, isNegated: isNegated != isInverse)
    }

    /// The script of Chinese characters.
    ///
    /// Source: Unicode 16.0, Scripts.txt.
    private static let han: [ClosedRange<UInt32>] = [
        0x2E80...0x2E99, 0x2E9B...0x2EF3, 0x2F00...0x2FD5, 0x3005...0x3005, 0x3007...0x3007,
        0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFA6D,
        0xFA70...0xFAD9, 0x16FE2...0x16FE3, 0x16FF0...0x16FF1, 0x20000...0x2A6DF,
        0x2A700...0x2B739, 0x2B740...0x2B81D, 0x2B820...0x2CEA1, 0x2CEB0...0x2EBE0,
        0x2EBF0...0x2EE5D, 0x2F800...0x2FA1D, 0x30000...0x3134A, 0x31350...0x323AF,
    ]

    /// Where case is ignored: letters in both cases, and the two scalars beyond ASCII that fold to one.
    private func folded(_ items: [ScalarSet.Item]) -> ScalarSet {
        guard ignoresCase else { return ScalarSet(items) }
        var folded = items
        for case .range(let range) in items where range.count <= 128 {
            for value in range {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let properties = scalar.properties
                for text in [properties.lowercaseMapping, properties.uppercaseMapping] {
                    let mapped = text.unicodeScalars
                    if mapped.count == 1, let one = mapped.first {
                        folded.append(.range(one.value...one.value))
                    }
                }
                if scalar == "s" || scalar == "S" { folded.append(.range(0x17F...0x17F)) }
                if scalar == "k" || scalar == "K" { folded.append(.range(0x212A...0x212A)) }
            }
        }
        return ScalarSet(folded)
    }

    // MARK: Writing

    private func write(_ node: Node, _ program: inout RegularExpression.Program)
        throws(RegularExpressionError)
    {
        guard program.instructions.count < Self.maximumSize else {
            throw RegularExpressionError(description: "a pattern too long")
        }
        switch node {
        case .empty: break
        case .set(let set): program.instructions.append(.set(program.index(of: set)))
        case .lineStart: program.instructions.append(.lineStart)
        case .lineEnd: program.instructions.append(.lineEnd)
        case .start: program.instructions.append(.start)
        case .end: program.instructions.append(.end)
        case .sequence(let nodes): for node in nodes { try write(node, &program) }
        case .choice(let nodes): try writeChoice(nodes, &program)
        case .lookAhead(let node, let isNegated):
            try writeNested(node, &program) { .lookAhead(isNegated: isNegated, next: $0) }
        case .atomic(let node): try writeNested(node, &program) { .atomic(next: $0) }
        case .repetition(.set(let set), let minimum, let maximum, let greed):
            program.instructions.append(
                .repeats(
                    program.index(of: set),
                    minimum: minimum,
                    maximum: maximum,
                    greed
                )
            )
        case .repetition(let node, let minimum, let maximum, .possessive):
            try write(
                .atomic(.repetition(node, minimum: minimum, maximum: maximum, .greedy)),
                &program
            )
        case .repetition(let node, let minimum, let maximum, let greed):
            for _ in 0..<minimum { try write(node, &program) }
            try writeOptional(node, maximum == .max ? nil : maximum - minimum, greed, &program)
        }
    }

    private func writeNested(
        _ node: Node,
        _ program: inout RegularExpression.Program,
        _ instruction: (Int) -> Instruction
    ) throws(RegularExpressionError) {
        let at = program.instructions.count
        program.instructions.append(.accept)
        try write(node, &program)
        program.instructions.append(.accept)
        program.instructions[at] = instruction(program.instructions.count)
    }

    private func writeChoice(
        _ nodes: [Node],
        _ program: inout RegularExpression.Program
    ) throws(RegularExpressionError) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                try write(node, &program)
                continue
            }
            let split = program.instructions.count
            program.instructions.append(.accept)
            try write(node, &program)
            jumps.append(program.instructions.count)
            program.instructions.append(.accept)
            program.instructions[split] = .split(
                first: split + 1,
                second: program.instructions.count
            )
        }
        for jump in jumps { program.instructions[jump] = .jump(program.instructions.count) }
    }

    /// A repetition from none to so many times; nil: without end.
    private func writeOptional(
        _ node: Node,
        _ count: Int?,
        _ greed: RegularExpression.Greed,
        _ program: inout RegularExpression.Program
    ) throws(RegularExpressionError) {
        var splits: [Int] = []
        for _ in 0..<(count ?? 1) {
            splits.append(program.instructions.count)
            program.instructions.append(.accept)
            try write(node, &program)
        }
        if count == nil { program.instructions.append(.jump(splits[0])) }
        for split in splits {
            program.instructions[split] =
                greed == .lazy
                ? .split(first: program.instructions.count, second: split + 1)
                : .split(first: split + 1, second: program.instructions.count)
        }
    }
}
