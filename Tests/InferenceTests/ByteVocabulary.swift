import Inference

/// A token for each byte, for tests; 256 begins a text and 257 ends it.
struct ByteVocabulary: TextVocabulary {
    var addsBeginning = false

    func ids(of text: String, addsSpecialTokens: Bool) throws -> [Int] {
        (addsBeginning && addsSpecialTokens ? [256] : []) + text.utf8.map { Int($0) }
    }

    func text(of ids: [Int], skipsSpecialTokens: Bool, cleansUp: Bool) -> String {
        let names = ids.flatMap { id -> [UInt8] in
            if id < 256 { return [UInt8(id)] }
            return skipsSpecialTokens ? [] : Array((id == 256 ? "<s>" : "</s>").utf8)
        }
        return String(decoding: names, as: UTF8.self)
    }

    var beginningToken: Int? { 256 }
    var endToken: Int? { 257 }
}
