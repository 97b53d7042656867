/// The tokens that a model gives a meaning of their own.
package struct SpecialTokens: Sendable, Equatable {
    /// A token and its id.
    package struct Entry: Sendable, Equatable {
        package let token: String
        package let id: Int
    }

    /// Stands for what is not in the vocabulary.
    package internal(set) var unknown: Entry?
    /// Begins a text.
    package internal(set) var beginning: Entry?
    /// Ends a text.
    package internal(set) var end: Entry?
    /// Stands for the whole text: `[CLS]`.
    package internal(set) var classification: Entry?
    /// Stands between texts: `[SEP]`.
    package internal(set) var separator: Entry?
    /// Fills a batch up.
    package internal(set) var padding: Entry?
    /// Stands in the place of a token to be found.
    package internal(set) var mask: Entry?
    /// Further ones, in the order of the files.
    package internal(set) var additional: [Entry] = []
}
