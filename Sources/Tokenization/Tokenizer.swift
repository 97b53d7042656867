/// Turns text into a model's tokens, and back.
///
/// A pipeline of stages as tokenizer.json describes them: added tokens are found in the text, what is
/// between them is rewritten and cut into words, a model turns words into tokens, and a post-processor
/// puts the model's own tokens around them. Folders without tokenizer.json have older files that say
/// the same; see ``init(folder:)``.
///
/// Source: the tokenizers library 0.21 and transformers 4.49, whose fast tokenizers this equals: ids,
/// tokens, offsets and decoded text.
/// Checked by: `Tests/Fixtures/tokenizers`.
package struct Tokenizer: Sendable {
    private let rewriter: (any TextRewriter)?
    private let preTokenizer: (any PreTokenizer)?
    private let model: any VocabularyModel
    private let postProcessor: (any PostProcessor)?
    private let decoder: (any TokenDecoder)?
    private let added: AddedTokens
    private let cleansUp: Bool
    /// What stands for the end of a word and becomes a space when text is decoded, as CLIP has it.
    private let wordEnd: [UInt8]

    /// The tokens with a meaning of their own.
    package let special: SpecialTokens
    /// The most tokens that the model takes, added ones among them; nil if the files do not say.
    package let maximumLength: Int?
    /// Whether shorter texts of a batch are filled up on their left.
    package let padsLeft: Bool
    /// The end at which long texts lose tokens.
    package let truncationSide: Truncation.Side
    /// The truncation that tokenizer.json asks for; for the caller to use.
    package let storedTruncation: Truncation?
    /// The number of tokens, added ones among them.
    package let count: Int
    /// One more than the largest id: the rows that an embedding must have.
    package let idLimit: Int
    /// The `type` of its model: `WordPiece`, `BPE`, ...
    package let algorithm: String

    /// Reads the tokenizer of a checkpoint folder.
    ///
    /// `tokenizer.json` if it is there; else `vocab.txt` (BERT and its kin), or `vocab.json` with
    /// `merges.txt` (GPT-2, RoBERTa, CLIP). `tokenizer_config.json`, `special_tokens_map.json` and
    /// `added_tokens.json` are read beside them.
    ///
    /// - Throws: ``TokenizationError``.
    package init(folder: String) throws {
        let settings = try TokenizerSettings(folder: folder)
        let description = try TokenizerDescription(folder: folder, settings)
        try self.init(description, settings)
    }

    /// Reads a tokenizer.json that stands alone, from its bytes; `file` is for messages.
    ///
    /// - Throws: ``TokenizationError``.
    package init(json bytes: [UInt8], file: String = "tokenizer.json") throws {
        try self.init(try TokenizerDescription(bytes: bytes, file: file), TokenizerSettings())
    }

    private init(
        _ description: TokenizerDescription,
        _ settings: TokenizerSettings
    ) throws(TokenizationError) {
        let scope = try description.scope(adjustedBy: settings)
        func stage(_ key: String) throws(TokenizationError) -> StageScope? {
            scope.value(key) == nil ? nil : try scope.scope(key)
        }
        let modelScope = try scope.scope("model")
        model = try modelScope.modelType().init(modelScope)
        algorithm = Swift.type(of: model).type
        rewriter = try stage("normalizer").map { scope throws(TokenizationError) in
            try scope.stage(textRewriterCatalog).init(scope)
        }
        preTokenizer = try stage("pre_tokenizer").map { scope throws(TokenizationError) in
            try scope.stage(preTokenizerCatalog).init(scope)
        }
        postProcessor = try stage("post_processor").map { scope throws(TokenizationError) in
            try scope.stage(postProcessorCatalog).init(scope)
        }
        decoder = try stage("decoder").map { scope throws(TokenizationError) in
            try scope.stage(tokenDecoderCatalog).init(scope)
        }

        var added = AddedTokens()
        if scope.value("added_tokens") != nil {
            var tokens: [AddedToken] = []
            for scope in try scope.scopes("added_tokens") { tokens.append(try AddedToken(scope)) }
            added.add(tokens, model: model)
        }
        added.add(settings.tokens(beside: added), model: model)
        try added.prepare(rewriter)
        self.added = added

        special = settings.special { [model] token in
            added.id(of: Array(token.utf8)) ?? model.id(of: token)
        }
        maximumLength = settings.maximumLength
        let padding = try description.padsLeft(scope)
        padsLeft = settings.padsLeft ?? padding ?? false
        truncationSide = settings.truncationSide ?? .right
        storedTruncation = try description.truncation(scope)
        cleansUp = settings.cleansUp ?? description.cleansUp
        let bpe = model as? BPE
        wordEnd = settings.family == .clip ? Array((bpe?.suffix ?? "").utf8) : []
        let extra = added.tokens.values.filter { [model] in model.id(of: $0.text) == nil }
        count = model.count + extra.count
        idLimit = max(model.idLimit, added.idLimit)
    }

    // MARK: Looking up

    /// The id of a token; nil if it is not in the vocabulary.
    package func id(of token: String) -> Int? {
        added.id(of: Array(token.utf8)) ?? model.id(of: token)
    }

    /// The token of an id; nil if there is none.
    package func token(_ id: Int) -> String? {
        added.tokens[id]?.text ?? model.token(id)
    }

    // MARK: Encoding

    /// Turns a text, or a pair, into tokens.
    ///
    /// An empty text has the added tokens only.
    ///
    /// - Parameters:
    ///   - text: The text, of any length.
    ///   - pair: A second text.
    ///   - addsSpecialTokens: Whether the model's own tokens go around the text.
    ///   - truncation: How it is shortened; nil leaves it as long as it is.
    /// - Returns: The tokens of both texts, in the order that the model expects.
    /// - Throws: ``TokenizationError`` if a word is neither in the vocabulary nor can be unknown, or
    ///   the text cannot be shortened as asked.
    package func encode(
        _ text: String,
        pair: String? = nil,
        addsSpecialTokens: Bool = true,
        truncation: Truncation? = nil
    ) throws -> Encoding {
        var runs = try runs(text, pair)
        if let truncation {
            let added = addsSpecialTokens ? addedCount(isPair: pair != nil) : 0
            let lengths = try truncation.lengths(of: runs.map(\.tokens.count), added: added)
            for index in runs.indices {
                runs[index].keep(lengths[index], truncation.side)
            }
        }
        return finish(runs, addsSpecialTokens)
    }

    /// Turns a text, or a pair, into windows of tokens that overlap, so that nothing is lost.
    ///
    /// - Parameters:
    ///   - text: The text, of any length.
    ///   - pair: A second text.
    ///   - addsSpecialTokens: Whether the model's own tokens go around every window.
    ///   - truncation: How long a window is and how many tokens it shares with the one before. Of a
    ///     pair, one text is cut into windows and the other is in each: `onlyFirst` or `onlySecond`.
    /// - Returns: At least one window, the first being what ``encode(_:pair:addsSpecialTokens:truncation:)``
    ///   gives.
    /// - Throws: ``TokenizationError``, as `encode`; also if windows would not advance.
    package func windows(
        _ text: String,
        pair: String? = nil,
        addsSpecialTokens: Bool = true,
        truncation: Truncation
    ) throws -> [Encoding] {
        let runs = try runs(text, pair)
        let added = addsSpecialTokens ? addedCount(isPair: pair != nil) : 0
        let lengths = try truncation.lengths(of: runs.map(\.tokens.count), added: added)
        let cut = runs.indices.filter { lengths[$0] < runs[$0].tokens.count }
        guard let target = cut.first else { return [finish(runs, addsSpecialTokens)] }
        guard runs.count == 1 || truncation.strategy != .longestFirst else {
            throw TokenizationError.truncation(
                reason: "windows of a pair need to know which text they are cut from"
            )
        }
        guard truncation.stride >= 0, truncation.stride < lengths[target] else {
            throw TokenizationError.truncation(
                reason: "windows of \(lengths[target]) tokens cannot share \(truncation.stride)"
            )
        }
        let windows = runs[target].windows(
            of: lengths[target],
            stride: truncation.stride,
            truncation.side
        )
        return windows.map { window in
            var runs = runs
            runs[target] = window
            return finish(runs, addsSpecialTokens)
        }
    }

    /// How many tokens are added to a text, or to a pair.
    package func addedCount(isPair: Bool = false) -> Int {
        postProcessor?.addedCount(isPair: isPair) ?? 0
    }

    private func runs(_ text: String, _ pair: String?) throws(TokenizationError) -> [TokenRun] {
        var runs = [TokenRun(tokens: try tokens(text), typeID: 0, sequence: 0)]
        if let pair { runs.append(TokenRun(tokens: try tokens(pair), typeID: 1, sequence: 1)) }
        return runs
    }

    private func finish(_ runs: [TokenRun], _ addsSpecialTokens: Bool) -> Encoding {
        let runs =
            postProcessor?.process(runs, addsTokens: addsSpecialTokens, token: token) ?? runs
        var encoding = Encoding()
        for run in runs {
            for token in run.tokens {
                encoding.ids.append(token.id)
                encoding.tokens.append(self.token(token.id) ?? "")
                encoding.offsets.append(token.offsets)
                encoding.typeIDs.append(run.typeID)
                encoding.isSpecial.append(run.sequence == nil)
                encoding.sequences.append(run.sequence)
                encoding.words.append(token.word)
            }
        }
        return encoding
    }

    private func tokens(_ text: String) throws(TokenizationError) -> [TokenRun.Token] {
        var text = text
        text.makeContiguousUTF8()
        let result: Result<[TokenRun.Token], TokenizationError>? = text.utf8
            .withContiguousStorageIfAvailable { bytes in
                do throws(TokenizationError) {
                    return .success(try tokens(of: bytes))
                } catch {
                    return .failure(error)
                }
            }
        return try result?.get() ?? []
    }

    private func tokens(
        of text: UnsafeBufferPointer<UInt8>
    ) throws(TokenizationError) -> [TokenRun.Token] {
        guard text.count < Int(Int32.max) / 4 else {
            throw .tooHard(reason: "it has \(text.count) bytes")
        }
        var passage = try added.cut(text, rewriter)
        try preTokenizer?.cut(&passage)

        var tokens: [TokenRun.Token] = []
        tokens.reserveCapacity(text.count / 3)
        let places = ScalarPlaces(text)
        var pieces: [Piece] = []
        var word = 0
        for part in passage.parts {
            if let id = part.token {
                let spans = part.segment.spans
                tokens.append(
                    TokenRun.Token(
                        id: id,
                        offsets: places.range(spans[...]),
                        word: word,
                        found: part.segment.text
                    )
                )
                word += 1
                continue
            }
            for range in part.words {
                pieces.removeAll(keepingCapacity: true)
                try tokenize(part.segment.text, range, into: &pieces)
                for piece in pieces {
                    let start = range.lowerBound + Int(piece.start)
                    let end = min(range.lowerBound + Int(piece.end), range.upperBound)
                    tokens.append(
                        TokenRun.Token(
                            id: Int(piece.id),
                            offsets: places.range(part.segment.spans[start..<max(start, end)]),
                            word: word,
                            found: nil
                        )
                    )
                }
                word += 1
            }
        }
        return tokens
    }

    @inline(__always)
    private func tokenize(
        _ text: [UInt8],
        _ word: Range<Int>,
        into pieces: inout [Piece]
    ) throws(TokenizationError) {
        let error: TokenizationError? = text.withUnsafeBufferPointer { bytes in
            do throws(TokenizationError) {
                try model.tokenize(bytes.part(word), into: &pieces)
                return nil
            } catch {
                return error
            }
        }
        if let error { throw error }
    }

    // MARK: Decoding

    /// The text of tokens; ids that are not in the vocabulary are left out.
    ///
    /// - Parameters:
    ///   - ids: Tokens of one text.
    ///   - skipsSpecialTokens: Whether added tokens that are special are left out.
    ///   - cleansUp: Whether spaces before marks are taken out; nil for what the files say.
    /// - Returns: The text; bytes that are no UTF-8 are U+FFFD in it.
    package func decode(
        _ ids: [Int],
        skipsSpecialTokens: Bool = true,
        cleansUp: Bool? = nil
    ) -> String {
        var tokens: [[UInt8]] = []
        for id in ids {
            let token: [UInt8]
            if let added = added.tokens[id] {
                token = added.content
            } else if let known = model.token(id) {
                token = Array(known.utf8)
            } else {
                continue
            }
            if skipsSpecialTokens, added.isSpecial(token) { continue }
            tokens.append(token)
        }
        var text: [UInt8]
        if let decoder {
            text = decoder.decode(tokens).flatMap { $0 }
        } else {
            text = Array(tokens.joined(separator: [0x20]))
        }
        if !wordEnd.isEmpty { text = Self.trimmed(text.replacing(wordEnd, with: [0x20])) }
        if cleansUp ?? self.cleansUp { text = text.replacing(Self.cleanUp) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text of tokens as they are spelt in the vocabulary, or of words that are not in it.
    ///
    /// Nothing is left out and no space is taken out but by the decoder itself.
    package func text(of tokens: [String]) -> String {
        guard let decoder else { return tokens.joined(separator: " ") }
        let text = decoder.decode(tokens.map { Array($0.utf8) }).flatMap { $0 }
        return String(decoding: text, as: UTF8.self)
    }

    /// Spaces that English does not have, as transformers takes them out.
    private static let cleanUp = WordPieceDecoder.cleanUp.filter { $0.0 != " do not" }

    private static func trimmed(_ text: [UInt8]) -> [UInt8] {
        let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            ScalarTraits.of(scalar).contains(.whitespace) || (0x1C...0x1F).contains(scalar.value)
        }
        let rest = scalars.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return Array(String(String.UnicodeScalarView(rest)).utf8)
    }
}

extension TokenRun {
    /// Keeps so many tokens and drops others at one end.
    mutating func keep(_ count: Int, _ side: Truncation.Side) {
        guard count < tokens.count else { return }
        tokens = side == .right ? Array(tokens.prefix(count)) : Array(tokens.suffix(count))
    }

    /// Windows of so many tokens, each of which shares `stride` with the one before.
    func windows(of length: Int, stride: Int, _ side: Truncation.Side) -> [TokenRun] {
        var windows: [TokenRun] = []
        var start = 0
        while true {
            let end = min(start + length, tokens.count)
            let range =
                side == .right ? start..<end : tokens.count - end..<tokens.count - start
            windows.append(
                TokenRun(tokens: Array(tokens[range]), typeID: typeID, sequence: sequence)
            )
            if end == tokens.count { return windows }
            start += length - stride
        }
    }
}

/// Bytes of a text as places of Unicode scalars, asked for from front to back.
private struct ScalarPlaces {
    /// The place of each byte's scalar; empty for ASCII, where it is the byte's own.
    private var places: [Int32] = []

    init(_ text: UnsafeBufferPointer<UInt8>) {
        guard !text.isASCII else { return }
        places.reserveCapacity(text.count + 1)
        var place: Int32 = -1
        for byte in text {
            if !isContinuation(byte) { place += 1 }
            places.append(place)
        }
        places.append(place + 1)
    }

    @inline(__always)
    private func place(_ byte: Int32) -> Int {
        places.isEmpty ? Int(byte) : Int(places[Int(byte)])
    }

    /// The scalars that bytes came from; empty for no bytes.
    @inline(__always)
    func range(_ spans: ArraySlice<Span>) -> Range<Int> {
        guard let first = spans.first, let last = spans.last else { return 0..<0 }
        let start = place(first.start)
        return start..<max(start, place(last.end))
    }
}
