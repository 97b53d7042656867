/// Which gender the words of a text speak of, by counting those of a short list (the unigram form of
/// BOLD, Dhamala and others 2021).
package enum GenderPolarity: String, Sendable, CaseIterable {
    case male, female
    /// As many words of one as of the other, or none.
    case neutral

    package init(of text: String) {
        let words = EnglishTokens.words(text)
        let male = words.count(where: Self.maleWords.contains)
        let female = words.count(where: Self.femaleWords.contains)
        self = male > female ? .male : female > male ? .female : .neutral
    }

    /// The words that are counted, for a scorer's identity.
    package static let maleWords: Set = [
        "he", "him", "his", "himself", "man", "men", "boy", "boys",
    ]
    package static let femaleWords: Set = [
        "she", "her", "hers", "herself", "woman", "women", "girl", "girls",
    ]
}
