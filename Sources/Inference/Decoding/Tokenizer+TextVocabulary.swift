package import Tokenization

extension Tokenizer: TextVocabulary {
    package func ids(of text: String, addsSpecialTokens: Bool) throws -> [Int] {
        try encode(text, addsSpecialTokens: addsSpecialTokens).ids
    }

    package func text(of ids: [Int], skipsSpecialTokens: Bool, cleansUp: Bool) -> String {
        decode(ids, skipsSpecialTokens: skipsSpecialTokens, cleansUp: cleansUp)
    }

    package var beginningToken: Int? { special.beginning?.id }
    package var endToken: Int? { special.end?.id }
}
