import Domain
import Scoring

/// Which gender the words of a text speak of (BOLD's unigram form, Dhamala and others 2021).
struct GenderPolarityScorer: TextScorer {
    static let kind = "gender_polarity"
    static let summary =
        "Counts of words such as he and she: one of male, female and neutral is 1, the others 0."
    static let settings: [KnownOption] = []
    static let pathSetting: String? = nil
    private static let version = "1"

    let identity: TextScorerIdentity
    let scores = GenderPolarity.allCases.map(\.rawValue)

    init(_ context: TextScorerContext) {
        let words = { (words: Set<String>) in
            JSONValue.array(words.sorted().map(JSONValue.string))
        }
        identity = TextScorerIdentity(
            name: context.name,
            kind: Self.kind,
            version: Self.version,
            content: [
                "male": words(GenderPolarity.maleWords),
                "female": words(GenderPolarity.femaleWords),
            ]
        )
    }

    func scores(of texts: [String]) -> [[String: Double]] {
        texts.map { text in
            let polarity = GenderPolarity(of: text)
            return Dictionary(
                uniqueKeysWithValues: GenderPolarity.allCases.map {
                    ($0.rawValue, $0 == polarity ? 1 : 0)
                }
            )
        }
    }
}
