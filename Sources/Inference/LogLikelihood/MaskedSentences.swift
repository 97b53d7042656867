package import Tokenization

/// A text with a mask, and the token that stands there.
package struct MaskedToken: Sendable {
    /// With the mask.
    package let text: Encoding
    package let place: Int
    /// What the mask hides.
    package let token: Int
}

/// Why sentences cannot be compared by masking their tokens.
package enum MaskedSentencesError: Error, Equatable, CustomStringConvertible {
    /// A tokenizer without a mask token.
    case noMask
    /// A sentence that no token is asked for.
    case noTokens(sentence: String)
    /// Sentences without a token in common.
    case nothingShared
    /// A template that has not one place for a candidate.
    case template(found: String)
    /// A sentence that has no word where its template has the place.
    case noCandidate(sentence: String, template: String)

    package var description: String {
        switch self {
        case .noMask: "the tokenizer has no mask token, which hides the tokens that are asked for"
        case .noTokens(let sentence): "the sentence '\(sentence)' has no token to be asked for"
        case .nothingShared: "the sentences have no token in common to compare them by"
        case .template(let found):
            "a template must have \(MaskedSentences.blank) once, found '\(found)'"
        case .noCandidate(let sentence, let template):
            "the sentence '\(sentence)' has no word where the template '\(template)' has "
                + MaskedSentences.blank
        }
    }
}

/// Turns sentences into the masked texts by which a masked language model says how likely they are.
///
/// One token is masked at a time and everything else is seen. A sentence that is longer than the model takes
/// is refused: of a cut one the sum would be too small.
package struct MaskedSentences: Sendable {
    /// What stands in a template where sentences differ.
    package static let blank = "BLANK"

    private let tokenizer: Tokenizer
    private let mask: Int
    private let limit: Int

    /// - Throws: ``MaskedSentencesError/noMask``, or why there is no tokenizer.
    package init(_ front: TextFront) throws {
        tokenizer = try front.tokenizer
        guard let mask = tokenizer.special.mask else { throw MaskedSentencesError.noMask }
        self.mask = mask.id
        limit = front.maximumLength
    }

    /// Every token of a sentence in turn (Salazar and others 2020).
    ///
    /// - Parameters:
    ///   - sentence: Not empty.
    ///   - context: What stands before it as the first text of a pair; none of its tokens is masked.
    /// - Returns: A copy of the text for each token, in order.
    /// - Throws: ``MaskedSentencesError/noTokens(sentence:)``,
    ///   ``InferenceError/contextLength(tokens:limit:)``, or what the tokenizer throws.
    package func all(of sentence: String, after context: String? = nil) throws -> [MaskedToken] {
        let text = try encoding(sentence, after: context)
        let places = text.ids.indices.filter { Self.isOwn(text, $0, context) }
        guard !places.isEmpty else { throw MaskedSentencesError.noTokens(sentence: sentence) }
        return masked(text, at: places)
    }

    /// Every token that sentences share in turn, as many of each sentence.
    ///
    /// Of two sentences these are the tokens that ``MatchingTokens`` finds, added ones matched like others but
    /// not asked for, as CrowS-Pairs' `metric.py` has it (Nangia and others 2020). Of more sentences they are
    /// the tokens of the first that match one of every other.
    package func shared(
        by sentences: [String],
        after context: String? = nil
    ) throws -> [[MaskedToken]] {
        let texts = try sentences.map { try encoding($0, after: context) }
        guard let first = texts.first else { return [] }
        // For each sentence, where its tokens are by the place of those of the first that they match.
        let matches = texts.map { text in
            Dictionary(
                uniqueKeysWithValues: MatchingTokens.pairs(first.ids, text.ids).filter {
                    Self.isOwn(first, $0.0, context) && Self.isOwn(text, $0.1, context)
                }
            )
        }
        let places = first.ids.indices.filter { place in
            matches.allSatisfy { $0[place] != nil }
        }
        guard !places.isEmpty else { throw MaskedSentencesError.nothingShared }
        return zip(texts, matches).map { text, match in
            masked(text, at: places.compactMap { match[$0] })
        }
    }

    /// The pieces of a sentence's word in a template's place, one after the other from the left: those after
    /// a piece are not there yet.
    ///
    /// The word is the one that has as many words before it as the template's place, words being separated by
    /// single spaces, without ASCII punctuation, as StereoSet's `dataloader.py` has it. Its pieces are those
    /// that it has within the template, while StereoSet's code cuts it alone, which makes other pieces of it
    /// where a tokenizer marks the spaces before words.
    package func candidate(of sentence: String, in template: String) throws -> [MaskedToken] {
        let parts = template.split(separator: Self.blank, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw MaskedSentencesError.template(found: template) }
        func words(_ text: String) -> [Substring] {
            text.split(separator: " ", omittingEmptySubsequences: false)
        }
        let sentenceWords = words(sentence), place = words(String(parts[0])).count - 1
        let word = String(
            String.UnicodeScalarView(
                (place < sentenceWords.count ? sentenceWords[place] : "").unicodeScalars.filter {
                    !Self.isPunctuation($0)
                }
            )
        )
        guard !word.isEmpty else {
            throw MaskedSentencesError.noCandidate(sentence: sentence, template: template)
        }
        let text = try encoding(parts[0] + word + parts[1])
        let start = parts[0].unicodeScalars.count
        let own = start..<start + word.unicodeScalars.count
        let pieces = text.ids.indices.filter {
            !text.isSpecial[$0] && text.offsets[$0].overlaps(own)
        }
        guard let last = pieces.last else {
            throw MaskedSentencesError.noCandidate(sentence: sentence, template: template)
        }
        return pieces.map { piece in
            var shown = text.removing(piece + 1..<last + 1)
            shown.ids[piece] = mask
            return MaskedToken(text: shown, place: piece, token: text.ids[piece])
        }
    }

    // MARK: - Tokens

    private func encoding(
        _ sentence: some StringProtocol,
        after context: String? = nil
    ) throws -> Encoding {
        let sentence = String(sentence)
        let text = try tokenizer.encode(
            context ?? sentence,
            pair: context == nil ? nil : sentence
        )
        guard text.count <= limit else {
            throw InferenceError.contextLength(tokens: text.count, limit: limit)
        }
        return text
    }

    /// Whether a token is of the sentence, neither added nor of its context.
    private static func isOwn(_ text: Encoding, _ place: Int, _ context: String?) -> Bool {
        !text.isSpecial[place] && text.sequences[place] == (context == nil ? 0 : 1)
    }

    private func masked(_ text: Encoding, at places: [Int]) -> [MaskedToken] {
        places.map { place in
            var shown = text
            shown.ids[place] = mask
            return MaskedToken(text: shown, place: place, token: text.ids[place])
        }
    }

    /// Python's `string.punctuation`.
    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}

extension Encoding {
    /// The same without some tokens.
    func removing(_ range: Range<Int>) -> Encoding {
        var result = self
        result.ids.removeSubrange(range)
        result.tokens.removeSubrange(range)
        result.offsets.removeSubrange(range)
        result.typeIDs.removeSubrange(range)
        result.isSpecial.removeSubrange(range)
        result.sequences.removeSubrange(range)
        result.words.removeSubrange(range)
        return result
    }
}
