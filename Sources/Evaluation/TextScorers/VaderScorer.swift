import Digests
import Domain
import Scoring

/// VADER's sentiment (Hutto and Gilbert 2014): a lexicon with rules, of English.
struct VaderScorer: TextScorer {
    static let kind = "vader"
    static let summary =
        "VADER's sentiment of English texts: compound in -1...1; pos, neg and neu are shares."
    static let settings: [KnownOption] = []
    static let pathSetting: String? = nil
    /// Of the code here; the reference's is in the identity.
    private static let version = "1"

    let identity: TextScorerIdentity
    let scores = ["compound", "pos", "neg", "neu"]

    init(_ context: TextScorerContext) {
        identity = TextScorerIdentity(
            name: context.name,
            kind: Self.kind,
            version: Self.version,
            content: [
                "reference": .string("vaderSentiment \(Vader.version)"),
                "lexicon": .string(SHA256Digest(of: Vader.lexicon).hexadecimal),
            ]
        )
    }

    func scores(of texts: [String]) -> [[String: Double]] {
        texts.map { text in
            let scores = Vader.scores(of: text)
            return [
                "compound": scores.compound, "pos": scores.positive, "neg": scores.negative,
                "neu": scores.neutral,
            ]
        }
    }
}
