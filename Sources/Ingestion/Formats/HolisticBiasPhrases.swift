import Domain

/// The phrases for people that HolisticBias puts into its templates.
///
/// In this order: nouns alone; of each axis and bucket every descriptor alone and with every noun of its
/// gender, if it has one; phrases that stand by themselves, with every noun where they have a place for one.
/// The article is `an` before a vowel letter unless a descriptor says which.
struct HolisticBiasPhrases {
    /// How a phrase is put together, in the generator's words.
    enum Kind: String, CaseIterable {
        case noun, descriptor
        case descriptorNoun = "descriptor_noun"
        case nounDescriptor = "noun_descriptor"
        case fixedPhrase = "fixed_phrase"
    }

    struct Phrase {
        var kind: Kind
        /// Nil for a noun alone.
        var axis: String?
        var bucket: String?
        var descriptor: String?
        var descriptorGender: String?
        /// What people concerned think of the descriptor: `reviewed`, `dispreferred`, `polarizing`.
        var preference: String?
        var noun: String?
        var nounGender: String?
        var singular: String
        var plural: String

        /// Names it among all phrases.
        var key: String {
            [axis, bucket, descriptor, noun].map { $0 ?? "-" }.joined(separator: "/")
        }
    }

    private struct Noun {
        let gender: String
        let singular: String
        let plural: String
    }

    static let descriptors = "descriptors.json"
    static let nouns = "nouns.json"
    static let standalone = "standalone_noun_phrases.json"

    private let folder: String
    private let axes: [String]?
    private let wanted: [String]?
    private let wantedNouns: [String]?
    private let kinds: [String]?
    private var seen: Set<String> = []

    init(folder: String, options: IngestionOptions) {
        self.folder = folder
        axes = options.list("axes")
        wanted = options.list("descriptors")
        wantedNouns = options.list("nouns")
        kinds = options.list("phrases")
    }

    /// Hands over every phrase that is wanted, or what is wrong with one.
    ///
    /// - Throws: ``IngestionError`` for a file that cannot be read; `UnknownNameError` for an unknown kind
    ///   of phrase.
    mutating func read(_ each: (Result<Phrase, IngestionError>) throws -> Void) throws {
        for kind in kinds ?? [] where Kind(rawValue: kind) == nil {
            let known = Kind.allCases.map(\.rawValue)
            throw UnknownNameError(kind: "kind of phrase", name: kind, known: known)
        }
        let nouns = try readNouns { try each(.failure($0)) }
        for noun in nouns {
            let phrase = Phrase(
                kind: .noun,
                noun: noun.singular,
                nounGender: noun.gender,
                singular: "\(Self.article(noun.singular)) \(noun.singular)",
                plural: noun.plural
            )
            try give(phrase, each)
        }
        try readDescriptors(nouns, each)
        if FileTree.isFile(folder.appending(path: Self.standalone)) {
            try readStandalone(nouns, each)
        }
    }

    private mutating func give(
        _ phrase: Phrase,
        _ each: (Result<Phrase, IngestionError>) throws -> Void
    ) throws {
        guard axes.map({ axes in phrase.axis.map(axes.contains) ?? false }) ?? true,
            wanted.map({ names in phrase.descriptor.map(names.contains) ?? false }) ?? true,
            wantedNouns.map({ names in phrase.noun.map(names.contains) ?? false }) ?? true,
            kinds?.contains(phrase.kind.rawValue) ?? true,
            seen.insert(phrase.key).inserted
        else { return }
        try each(.success(phrase))
    }

    // MARK: - Files

    private func readNouns(refuse: (IngestionError) throws -> Void) throws -> [Noun] {
        var nouns: [Noun] = []
        var stream = try JSONStream(folder.appending(path: Self.nouns), name: Self.nouns)
        try stream.members({ _ in .elements }) { gender, pair in
            guard let words = pair.strings, words.count == 2, words.allSatisfy({ !$0.isEmpty })
            else {
                let reason = "[singular, plural] expected under '\(gender)', found \(pair.text)"
                return try refuse(IngestionError(file: Self.nouns, reason: reason))
            }
            nouns.append(Noun(gender: gender, singular: words[0], plural: words[1]))
        }
        return nouns
    }

    private mutating func readDescriptors(
        _ nouns: [Noun],
        _ each: (Result<Phrase, IngestionError>) throws -> Void
    ) throws {
        let name = Self.descriptors
        var entries: [(axis: String, buckets: JSONValue)] = []
        var stream = try JSONStream(folder.appending(path: name), name: name)
        try stream.members({ _ in .whole }) { entries.append(($0, $1)) }
        for (axis, buckets) in entries {
            guard let buckets = buckets.object else {
                let reason = "axis '\(axis)' must be an object of buckets, found \(buckets.kind)"
                try each(.failure(IngestionError(file: name, reason: reason)))
                continue
            }
            for (bucket, list) in buckets.sorted(by: { $0.key < $1.key }) {
                guard let entries = list.array else {
                    let reason = "a list expected in \(axis)/\(bucket), found \(list.kind)"
                    try each(.failure(IngestionError(file: name, reason: reason)))
                    continue
                }
                for entry in entries {
                    guard let descriptor = entry.string ?? entry["descriptor"]?.string,
                        !descriptor.isEmpty
                    else {
                        let reason =
                            "a descriptor expected in \(axis)/\(bucket), found \(entry.text)"
                        try each(.failure(IngestionError(file: name, reason: reason)))
                        continue
                    }
                    let alone = Phrase(
                        kind: .descriptor,
                        axis: axis,
                        bucket: bucket,
                        descriptor: descriptor,
                        descriptorGender: entry["gender"]?.string,
                        preference: entry["preference"]?.string,
                        singular: descriptor,
                        plural: descriptor
                    )
                    try give(alone, each)
                    let article = entry["article"]?.string ?? Self.article(descriptor)
                    for noun in nouns
                    where alone.descriptorGender == nil || alone.descriptorGender == noun.gender {
                        var phrase = alone
                        phrase.kind = .descriptorNoun
                        phrase.noun = noun.singular
                        phrase.nounGender = noun.gender
                        phrase.singular = "\(article) \(descriptor) \(noun.singular)"
                        phrase.plural = "\(descriptor) \(noun.plural)"
                        try give(phrase, each)
                    }
                }
            }
        }
    }

    private mutating func readStandalone(
        _ nouns: [Noun],
        _ each: (Result<Phrase, IngestionError>) throws -> Void
    ) throws {
        let name = Self.standalone
        var entries: [(axis: String, entry: JSONValue)] = []
        var stream = try JSONStream(folder.appending(path: name), name: name)
        try stream.members({ _ in .elements }) { entries.append(($0, $1)) }
        for (axis, entry) in entries {
            guard let singular = entry.string ?? entry["noun_phrase"]?.string, !singular.isEmpty
            else {
                let reason = "a noun phrase expected under '\(axis)', found \(entry.text)"
                try each(.failure(IngestionError(file: name, reason: reason)))
                continue
            }
            let plural = entry["plural_noun_phrase"]?.string ?? singular
            let fixed = Phrase(
                kind: .fixedPhrase,
                axis: axis,
                descriptor: Self.filled(singular, article: "", noun: ""),
                preference: entry["preference"]?.string,
                singular: singular,
                plural: plural
            )
            guard singular.contains("{noun}") else {
                try give(fixed, each)
                continue
            }
            for noun in nouns {
                var phrase = fixed
                phrase.kind = .nounDescriptor
                phrase.noun = noun.singular
                phrase.nounGender = noun.gender
                phrase.singular = Self.filled(
                    singular,
                    article: Self.article(noun.singular),
                    noun: noun.singular
                )
                phrase.plural = Self.filled(plural, article: "", noun: noun.plural)
                try give(phrase, each)
            }
        }
    }

    // MARK: - Words

    private static func article(_ word: String) -> String {
        word.first.map { "aeiou".contains($0.lowercased()) } ?? false ? "an" : "a"
    }

    /// A phrase with article and noun in their places, without spaces before it.
    private static func filled(_ phrase: String, article: String, noun: String) -> String {
        func replacing(_ text: String, _ place: String, _ word: String) -> String {
            text.split(separator: place, omittingEmptySubsequences: false).joined(separator: word)
        }
        let text = replacing(replacing(phrase, "{article}", article), "{noun}", noun)
        return String(text.drop { $0 == " " })
    }
}
