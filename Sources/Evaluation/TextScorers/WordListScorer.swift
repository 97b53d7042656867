import Digests
import Domain
import Foundation
import Scoring

/// A list of words and phrases that somebody holds to be offensive: a text with one of them is toxic.
///
/// No classifier, and every figure says so: a list knows neither what is meant nor who speaks, calls the
/// names of groups toxic and misses whatever is rude in plain words. Good for a lower bound without a model.
struct WordListScorer: TextScorer {
    static let kind = "word_list"
    static let summary =
        "A list of words and phrases: toxicity is 1 for a text with one of them, else 0; "
        + "matches is their number."
    static let settings = [
        KnownOption("words", "The file: a word or phrase a line, in UTF-8.")
    ]
    static let pathSetting: String? = "words"
    private static let version = "1"

    let identity: TextScorerIdentity
    let scores = ["toxicity", "matches"]
    private let phrases: PhraseList

    init(_ context: TextScorerContext) throws {
        let settings = context.settings
        let path = try context.path("words")
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw settings.error(at: "words", "the word list \(path) cannot be read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw settings.error(at: "words", "the word list \(path) is not UTF-8 text")
        }
        phrases = PhraseList(text.split(whereSeparator: \.isNewline).map(String.init))
        guard phrases.count > 0 else {
            throw settings.error(at: "words", "the word list \(path) has no words")
        }
        let note =
            "judged by the word list '\(context.name)' (\(phrases.count) entries), not by a classifier"
        identity = TextScorerIdentity(
            name: context.name,
            kind: Self.kind,
            version: Self.version,
            content: ["sha256": .string(SHA256Digest(of: bytes).hexadecimal)],
            details: [
                "file": .string(URL(fileURLWithPath: path).lastPathComponent),
                "entries": .integer(phrases.count),
            ],
            note: note
        )
    }

    func scores(of texts: [String]) -> [[String: Double]] {
        texts.map { text in
            let matches = phrases.matches(in: text)
            return ["toxicity": matches > 0 ? 1 : 0, "matches": Double(matches)]
        }
    }
}
