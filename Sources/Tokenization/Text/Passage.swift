/// A token of a word, by the bytes of the word as the stages left it.
struct Piece: Sendable, Equatable {
    var id: Int32
    var start: Int32
    var end: Int32
}

/// A text cut into words, which a model turns into tokens one by one.
struct Passage: Sendable {
    /// A stretch of text and its words, or an added token that was found in the text.
    struct Part: Sendable {
        var segment: Segment
        /// Words, by the bytes of the segment.
        var words: [Range<Int>]
        /// The added token that it is.
        var token: Int?

        init(_ segment: Segment, token: Int? = nil) {
            self.segment = segment
            words = segment.isEmpty ? [] : [0..<segment.text.count]
            self.token = token
        }
    }

    var parts: [Part]

    /// Cuts every word that is not an added token into smaller ones; empty ones are dropped.
    ///
    /// The closure is given a word's text and returns parts of it, in bytes from its start.
    mutating func split(
        _ split: (UnsafeBufferPointer<UInt8>) throws(TokenizationError) -> [Range<Int>]
    ) throws(TokenizationError) {
        for index in parts.indices where parts[index].token == nil {
            var words: [Range<Int>] = []
            words.reserveCapacity(parts[index].words.count)
            for word in parts[index].words {
                // Errors leave a closure of the standard library as results.
                let cut: Result<[Range<Int>], TokenizationError> = parts[index].segment.text
                    .withUnsafeBufferPointer { bytes in
                        do throws(TokenizationError) {
                            return .success(try split(bytes.part(word)))
                        } catch {
                            return .failure(error)
                        }
                    }
                for part in try cut.get() where !part.isEmpty {
                    words.append(
                        word.lowerBound + part.lowerBound..<word.lowerBound + part.upperBound
                    )
                }
            }
            parts[index].words = words
        }
    }

    /// Rewrites every word that is not an added token, each as a text of its own.
    ///
    /// The closure is given a word, changes it, and returns the words that it makes.
    mutating func rewriteWords(
        _ rewrite: (inout Segment) throws(TokenizationError) -> [Range<Int>]
    ) throws(TokenizationError) {
        var result: [Part] = []
        for part in parts {
            guard part.token == nil else {
                result.append(part)
                continue
            }
            for word in part.words {
                let isWhole = word.count == part.segment.text.count
                var piece = Part(isWhole ? part.segment.tight : part.segment.slice(word))
                piece.words = try rewrite(&piece.segment).filter { !$0.isEmpty }
                if !piece.words.isEmpty { result.append(piece) }
            }
        }
        parts = result
    }
}

extension [Match] {
    /// What becomes of a text whose pattern matched so.
    func split(_ behavior: SplitBehavior) -> [Range<Int>] {
        switch behavior {
        case .removed: return compactMap { $0.isMatch ? nil : $0.range }
        case .isolated: return map(\.range)
        case .contiguous: return merged { match, before in match == before }
        case .mergedWithPrevious: return merged { match, before in match && !before }
        case .mergedWithNext:
            var result: [Range<Int>] = []
            var before = false
            for match in reversed() {
                if match.isMatch, !before, let last = result.last {
                    result[result.count - 1] = match.range.lowerBound..<last.upperBound
                } else {
                    result.append(match.range)
                }
                before = match.isMatch
            }
            return result.reversed()
        }
    }

    private func merged(_ joins: (Bool, Bool) -> Bool) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var before = false
        for match in self {
            if joins(match.isMatch, before), let last = result.last {
                result[result.count - 1] = last.lowerBound..<match.range.upperBound
            } else {
                result.append(match.range)
            }
            before = match.isMatch
        }
        return result
    }
}

/// What becomes of what a pattern matches where a text is split.
enum SplitBehavior: String, Sendable, CaseIterable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"
}
