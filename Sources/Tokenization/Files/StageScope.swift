import Domain

/// An object of a tokenizer's file, read key by key with errors that name file and path.
struct StageScope: Sendable {
    /// For messages.
    let file: String
    /// `model`, `pre_tokenizer.pretokenizers[1]`; empty at the top.
    let path: String
    private let members: [String: JSONValue]
    /// The vocabulary, whose names are data, as they are written.
    private let listed: [(name: String, value: JSONValue)]?

    init(
        file: String,
        path: String,
        members: [String: JSONValue],
        listed: [(name: String, value: JSONValue)]? = nil
    ) {
        self.file = file
        self.path = path
        self.members = members
        self.listed = listed
    }

    /// Where a key stands, for messages.
    func full(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

    /// The error of a key.
    func error(_ key: String, expected: String, found: JSONValue?) -> TokenizationError {
        .value(
            file: file,
            path: full(key),
            expected: expected,
            found: found.map(Self.short) ?? "nothing"
        )
    }

    /// A scalar itself, else what kind of thing it is.
    static func short(_ value: JSONValue) -> String {
        switch value {
        case .array, .object, .null: value.kind
        case .string, .bool, .integer, .number: String(value.text.prefix(80))
        }
    }

    /// The members' names, sorted.
    var keys: [String] { members.keys.sorted() }

    /// Whether a key is there, even if it is null.
    func has(_ key: String) -> Bool { members[key] != nil }

    /// A member that is there and not null.
    func value(_ key: String) -> JSONValue? {
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    private func read<T>(
        _ key: String,
        _ fallback: T?,
        _ expected: String,
        _ cast: (JSONValue) -> T?
    ) throws(TokenizationError) -> T {
        guard let value = value(key) else {
            if let fallback { return fallback }
            throw error(key, expected: expected, found: nil)
        }
        guard let result = cast(value) else { throw error(key, expected: expected, found: value) }
        return result
    }

    func string(_ key: String, default fallback: String? = nil) throws(TokenizationError) -> String
    {
        try read(key, fallback, "a string", \.string)
    }

    func optionalString(_ key: String) throws(TokenizationError) -> String? {
        value(key) == nil ? nil : try string(key)
    }

    func bool(_ key: String, default fallback: Bool? = nil) throws(TokenizationError) -> Bool {
        try read(key, fallback, "true or false", \.bool)
    }

    func optionalBool(_ key: String) throws(TokenizationError) -> Bool? {
        value(key) == nil ? nil : try bool(key)
    }

    func integer(
        _ key: String,
        default fallback: Int? = nil,
        in range: ClosedRange<Int>
    ) throws(TokenizationError) -> Int {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return try read(key, fallback, expected) { value in
            value.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func optionalInteger(
        _ key: String,
        in range: ClosedRange<Int>
    ) throws(TokenizationError) -> Int? {
        value(key) == nil ? nil : try integer(key, in: range)
    }

    /// One scalar.
    func scalar(
        _ key: String,
        default fallback: Unicode.Scalar
    ) throws(TokenizationError) -> Unicode.Scalar {
        try read(key, fallback, "one character") { value in
            guard let scalars = value.string?.unicodeScalars, scalars.count == 1 else { return nil }
            return scalars.first
        }
    }

    /// An object.
    func scope(_ key: String) throws(TokenizationError) -> StageScope {
        StageScope(
            file: file,
            path: full(key),
            members: try read(key, nil, "an object", \.object),
            listed: listed
        )
    }

    /// The objects of a list.
    func scopes(_ key: String) throws(TokenizationError) -> [StageScope] {
        var scopes: [StageScope] = []
        for (index, value) in try read(key, nil, "a list", \.array).enumerated() {
            let path = full(key) + "[\(index)]"
            guard let members = value.object else {
                throw .value(
                    file: file,
                    path: path,
                    expected: "an object",
                    found: Self.short(value)
                )
            }
            scopes.append(StageScope(file: file, path: path, members: members))
        }
        return scopes
    }

    /// The stage that an object describes, by its `type`.
    func stage<Stage>(_ catalog: Catalog<Stage>) throws(TokenizationError) -> Stage {
        let type = try string("type")
        do throws(UnknownNameError) {
            return try catalog(type)
        } catch {
            throw .stage(file: file, path: full("type"), error)
        }
    }
}

// MARK: Vocabularies

extension StageScope {
    private static let ids = 0...Int(Int32.max) - 1

    /// The tokens of a vocabulary that maps them to ids, in the order of these.
    func tokens(_ key: String) throws(TokenizationError) -> [(token: String, id: Int)] {
        guard listed != nil, value(key)?.object != nil else {
            throw error(key, expected: "an object of tokens and ids", found: value(key))
        }
        return try listedTokens(below: key)
    }

    /// The tokens of the object whose names are data, in the order of their ids.
    ///
    /// For messages, `key` says where it is; nil at the top.
    func listedTokens(
        below key: String? = nil
    ) throws(TokenizationError) -> [(token: String, id: Int)] {
        var tokens: [(token: String, id: Int)] = []
        tokens.reserveCapacity(listed?.count ?? 0)
        for (name, value) in listed ?? [] {
            guard let id = value.integer, Self.ids.contains(id) else {
                let place = key.map { $0 + "." + name } ?? name
                throw error(place, expected: "an id, a whole number", found: value)
            }
            tokens.append((name, id))
        }
        // In the order of the file where ids are equal.
        return tokens.enumerated()
            .sorted { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) }
            .map(\.element)
    }

    /// The kind of vocabulary, which the oldest files do not name.
    func modelType() throws(TokenizationError) -> any VocabularyModel.Type {
        if value("type") != nil { return try stage(vocabularyModelCatalog) }
        if value("merges") != nil { return BPE.self }
        if value("vocab")?.array != nil { return Unigram.self }
        return value("continuing_subword_prefix") != nil ? WordPiece.self : WordLevel.self
    }

    func vocabulary(_ key: String) throws(TokenizationError) -> Vocabulary {
        Vocabulary(try tokens(key))
    }

    /// The tokens of a list of pairs of token and score.
    func scoredTokens(_ key: String) throws(TokenizationError) -> [(token: String, score: Double)] {
        var tokens: [(token: String, score: Double)] = []
        for (index, pair) in try read(key, nil, "a list of tokens and scores", \.array).enumerated()
        {
            guard let pair = pair.array, pair.count == 2, let token = pair[0].string,
                let score = pair[1].number
            else {
                throw error("\(key)[\(index)]", expected: "a token and its score", found: pair)
            }
            tokens.append((token, score))
        }
        return tokens
    }

    /// Pairs of tokens to join, each as a list of two or as one string with a space between them.
    func merges(_ key: String) throws(TokenizationError) -> [(String, String)] {
        var merges: [(String, String)] = []
        for (index, value) in try read(key, nil, "a list of pairs", \.array).enumerated() {
            let pair = value.strings ?? value.string.map(Self.halves) ?? []
            guard pair.count == 2 else {
                throw error("\(key)[\(index)]", expected: "two tokens", found: value)
            }
            merges.append((pair[0], pair[1]))
        }
        return merges
    }

    /// What stands between spaces.
    static func halves(_ line: String) -> [String] {
        line.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

// MARK: Patterns

extension StageScope {
    /// What a stage looks for: `{"String": ...}`, `{"Regex": ...}`, or a plain string.
    func pattern(_ key: String) throws(TokenizationError) -> Pattern {
        let expected = "an object with a String or a Regex"
        if let text = value(key)?.string { return .text(Array(text.utf8)) }
        let scope = try scope(key)
        if let text = try scope.optionalString("String") { return .text(Array(text.utf8)) }
        guard let regex = try scope.optionalString("Regex") else {
            throw error(key, expected: expected, found: value(key))
        }
        do throws(RegularExpressionError) {
            return .regularExpression(try RegularExpression(regex))
        } catch {
            throw .value(
                file: file,
                path: full(key) + ".Regex",
                expected: "a regular expression that Assay reads (\(error))",
                found: "'\(regex.prefix(200))'"
            )
        }
    }
}
