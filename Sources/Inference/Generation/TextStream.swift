/// The text of an answer while it grows token by token.
///
/// A character may be spread over several tokens: bytes that are not yet a whole character are held
/// back until it is complete, or until the answer ends.
package struct TextStream: Sendable {
    /// All the text that is complete.
    package private(set) var text = ""
    private let vocabulary: any TextVocabulary
    private var tokens: [Int]
    /// The tokens before this one are done with; those from it on are decoded again, as what a token
    /// says can depend on the one before it.
    private var context = 0
    /// The tokens before this one are in the text, or in the prompt.
    private var done: Int

    /// The empty answer to a prompt: its text is what the prompt's grows by.
    package init(_ vocabulary: any TextVocabulary, prompt: [Int] = []) {
        self.vocabulary = vocabulary
        tokens = prompt
        done = prompt.count
    }

    /// Adds a token; returns what the text has grown by.
    package mutating func append(_ token: Int) -> String {
        tokens.append(token)
        let (before, now) = decoded()
        guard now.utf8.count > before.utf8.count, !now.unicodeScalars.ends(with: "\u{FFFD}") else {
            return ""
        }
        return take(before, now)
    }

    /// Adds what was held back, as it stands.
    package mutating func finish() -> String {
        let (before, now) = decoded()
        return take(before, now)
    }

    private func decoded() -> (before: String, now: String) {
        func text(_ tokens: ArraySlice<Int>) -> String {
            vocabulary.text(of: Array(tokens), skipsSpecialTokens: true, cleansUp: false)
        }
        return (text(tokens[context..<done]), text(tokens[context...]))
    }

    private mutating func take(_ before: String, _ now: String) -> String {
        let grown = String(now.unicodeScalars.dropFirst(before.unicodeScalars.count))
        context = done
        done = tokens.count
        text.unicodeScalars.append(contentsOf: grown.unicodeScalars)
        return grown
    }
}

extension String.UnicodeScalarView {
    fileprivate func ends(with scalar: Unicode.Scalar) -> Bool { last == scalar }
}
