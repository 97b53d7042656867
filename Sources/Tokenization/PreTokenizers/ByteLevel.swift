/// Makes a printable character of each byte, so that a vocabulary of 256 symbols covers every text.
///
/// Source: Radford et al. 2019, `encoder.py` of GPT-2.
struct ByteLevel: PreTokenizer {
    static let type = "ByteLevel"

    private let addsPrefixSpace: Bool
    private let expression: RegularExpression?

    init(_ stage: StageScope) throws(TokenizationError) {
        self.init(
            addsPrefixSpace: try stage.bool("add_prefix_space", default: true),
            cuts: try stage.bool("use_regex", default: true)
        )
    }

    /// - Parameters:
    ///   - addsPrefixSpace: Whether a text that does not begin with a space gets one.
    ///   - cuts: Whether the text is cut as GPT-2 does; else it is cut already.
    init(addsPrefixSpace: Bool, cuts: Bool = true) {
        self.addsPrefixSpace = addsPrefixSpace
        expression = cuts ? Self.words : nil
    }

    /// Words with the space before them, as GPT-2 has it.
    private static let words = try? RegularExpression(
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    )

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        if addsPrefixSpace {
            try passage.rewriteWords { segment throws(TokenizationError) in
                if segment.text.first != UInt8(ascii: " ") { segment.prepend(" ") }
                return [0..<segment.text.count]
            }
        }
        if let expression {
            try passage.split { text throws(TokenizationError) in
                try expression.matches(in: text).map(\.range)
            }
        }
        for index in passage.parts.indices where passage.parts[index].token == nil {
            Self.spell(&passage.parts[index])
        }
    }

    /// Writes a character for each byte, and moves the words to where they now lie.
    private static func spell(_ part: inout Passage.Part) {
        let text = part.segment.text
        // Where each byte's character begins.
        var places: [Int] = []
        places.reserveCapacity(text.count + 1)
        var place = 0
        for byte in text {
            places.append(place)
            place += ByteAlphabet.isTwoBytes(byte) ? 2 : 1
        }
        places.append(place)
        part.segment.spell()
        part.words = part.words.map { places[$0.lowerBound]..<places[$0.upperBound] }
    }
}

/// GPT-2's characters for bytes: itself where it is printable, else one from U+0100 on.
enum ByteAlphabet {
    /// The character of each byte.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (0..<256).map { byte in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(UInt8(byte))
            default:
                defer { next += 1 }
                return Unicode.Scalar(next) ?? " "
            }
        }
    }()

    /// The byte of each character.
    static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
        uniqueKeysWithValues: scalars.enumerated().map { ($0.element, UInt8($0.offset)) }
    )

    /// The character of a space.
    static let space = scalars[0x20]

    /// Whether the character of a byte has two bytes of UTF-8; else it has one.
    @inline(__always)
    static func isTwoBytes(_ byte: UInt8) -> Bool { byte < 0x21 || byte > 0x7E }
}
