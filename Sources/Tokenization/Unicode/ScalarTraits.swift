/// What the stages ask about a scalar, as the reference's tables answer.
///
/// The reference (tokenizers 0.21) has tables of three ages: BERT's stages know Unicode 8.0, its
/// normalisation forms 9.0, its regular expressions and letter cases 16.0. Swift's own are newer, so a
/// scalar counts here only if it was assigned by then; a few scalars changed their category since.
/// Compared over every scalar with Swift 6.3 (Unicode 17.0): no difference is left.
struct ScalarTraits: OptionSet {
    let rawValue: UInt32

    static let whitespace = ScalarTraits(rawValue: 1 << 0)
    /// Control, format and private use, as BERT's clean-up knows them.
    static let control = ScalarTraits(rawValue: 1 << 1)
    /// Nonspacing marks, as BERT's accent stripping knows them.
    static let accent = ScalarTraits(rawValue: 1 << 2)
    /// Punctuation, and every ASCII character that is neither letter, digit, space nor control.
    static let delimiter = ScalarTraits(rawValue: 1 << 3)
    /// Marks of the three kinds, as the stage StripAccents knows them.
    static let combining = ScalarTraits(rawValue: 1 << 4)
    /// `\w` of Rust's regular expressions.
    static let word = ScalarTraits(rawValue: 1 << 5)
    /// `\w` of the Oniguruma library, which counts ² ³ ¹ ¼ ½ ¾ in.
    static let onigurumaWord = ScalarTraits(rawValue: 1 << 6)
    static let letter = ScalarTraits(rawValue: 1 << 7)
    static let number = ScalarTraits(rawValue: 1 << 8)
    static let decimal = ScalarTraits(rawValue: 1 << 9)
    static let mark = ScalarTraits(rawValue: 1 << 10)
    static let punctuation = ScalarTraits(rawValue: 1 << 11)
    static let symbol = ScalarTraits(rawValue: 1 << 12)
    static let uppercase = ScalarTraits(rawValue: 1 << 13)
    static let lowercase = ScalarTraits(rawValue: 1 << 14)
    static let titlecase = ScalarTraits(rawValue: 1 << 15)
    static let modifierLetter = ScalarTraits(rawValue: 1 << 16)
    static let otherLetter = ScalarTraits(rawValue: 1 << 17)

    /// The traits of a scalar.
    @inline(__always)
    static func of(_ scalar: Unicode.Scalar) -> ScalarTraits {
        let value = Int(scalar.value)
        if value < 128 { return ascii[value] }
        return value < 0x10000 ? basicPlane[value] : ScalarTraits(scalar)
    }

    private static let ascii: [ScalarTraits] = (0..<128).map {
        ScalarTraits(Unicode.Scalar(UInt8($0)))
    }

    private static let basicPlane: [ScalarTraits] = (0..<UInt32(0x10000)).map {
        Unicode.Scalar($0).map { ScalarTraits($0) } ?? []
    }

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    private init(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        let category = properties.generalCategory
        var traits: ScalarTraits = properties.isWhitespace ? .whitespace : []
        let age = properties.age?.major ?? .max
        if age <= 8 || category == .privateUse { traits.formUnion(Self.bert(category)) }
        if age <= 9, category.isMark { traits.insert(.combining) }
        if age <= 16 {
            traits.formUnion(Self.current(category))
            if properties.isAlphabetic || category.isMark || category == .decimalNumber
                || category == .connectorPunctuation
            {
                traits.formUnion([.word, .onigurumaWord])
            }
            if properties.isJoinControl { traits.insert(.word) }
        }
        Self.correct(&traits, scalar)
        self = traits
    }

    private static func bert(_ category: Unicode.GeneralCategory) -> ScalarTraits {
        switch category {
        case .control, .format, .privateUse: .control
        case .nonspacingMark: .accent
        default: category.isPunctuation ? .delimiter : []
        }
    }

    private static func current(_ category: Unicode.GeneralCategory) -> ScalarTraits {
        switch category {
        case .uppercaseLetter: [.letter, .uppercase]
        case .lowercaseLetter: [.letter, .lowercase]
        case .titlecaseLetter: [.letter, .titlecase]
        case .modifierLetter: [.letter, .modifierLetter]
        case .otherLetter: [.letter, .otherLetter]
        case .decimalNumber: [.number, .decimal]
        case .letterNumber, .otherNumber: .number
        case .nonspacingMark, .spacingMark, .enclosingMark: .mark
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: .symbol
        default: category.isPunctuation ? .punctuation : []
        }
    }

    /// Scalars whose category changed between the reference's tables and Swift's.
    private static func correct(_ traits: inout ScalarTraits, _ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: traits.remove(.control)
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: traits.insert(.delimiter)
        case 0xB2, 0xB3, 0xB9, 0xBC...0xBE: traits.insert(.onigurumaWord)
        case 0x0295:
            traits.remove(.otherLetter)
            traits.insert(.lowercase)
        case 0x166D: traits.insert(.delimiter)
        case 0x1734, 0x1171E: traits.insert(.accent)
        case 0x1885, 0x1886, 0xA9BD: traits.remove(.accent)
        case 0x1CF2, 0x1CF3: traits.insert(.combining)
        case 0x111C9:
            traits.remove(.accent)
            traits.remove(.combining)
            traits.insert(.delimiter)
        default: break
        }
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool {
        switch self {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    fileprivate var isPunctuation: Bool {
        switch self {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Its lower case, as the reference knows it (Unicode 16.0); itself if it has none.
    var lowercased: String {
        let mapping = properties.lowercaseMapping
        if mapping.unicodeScalars.first == self, mapping.unicodeScalars.count == 1 {
            return mapping
        }
        return (properties.age?.major ?? .max) <= 16 ? mapping : String(self)
    }
}
