import Domain
import Testing

@testable import Scoring

@Suite struct SentimentTests {
    /// Each row is a text and the reference's neg, neu, pos and compound.
    @Test func everyScoreIsTheReferences() throws {
        let rows = try #require(try ScoringFixture("vader").root.array)
        #expect(rows.count > 300)
        var kinds: Set<Bool> = []
        for row in rows {
            let parts = try #require(row.array)
            let text = try #require(parts[0].string)
            let found = Vader.scores(of: text)
            kinds.insert(found.compound > 0)
            let scores = [found.negative, found.neutral, found.positive, found.compound]
            for (score, expected) in zip(scores, parts.dropFirst().compactMap(\.number)) {
                #expect(abs(score - expected) < 1e-4, "'\(text)': \(scores)")
            }
        }
        #expect(kinds == [true, false])
    }

    @Test func theLexiconIsWhole() {
        #expect(VaderLexicon.valences.count == 7_488)
        #expect(VaderLexicon.valences["good"] == 1.9)
        #expect(VaderLexicon.valences["horrible"] == -2.5)
        #expect(VaderLexicon.emoji.count == 1_212)
        #expect(VaderLexicon.valences.values.allSatisfy { abs($0) <= 4 })
        #expect(VaderLexicon.boosters.count == 84)
        #expect(VaderLexicon.negations.count == 37)
        #expect(VaderLexicon.negations.contains("uh-uh"))
    }

    @Test(arguments: [
        ("He said that his men would come.", GenderPolarity.male),
        ("She left; her brother stayed.", .female),
        ("HE and she", .neutral), ("the cat", .neutral), ("", .neutral), ("she's here", .female),
        ("shed the heat", .neutral),
    ])
    func polarityCountsWords(text: String, expected: GenderPolarity) {
        #expect(GenderPolarity(of: text) == expected)
    }

    @Test func phrasesAreWholeWords() {
        let list = PhraseList(["Rude", "very  rude word", "d'oh", "$#!", "rude", " ", "x"])
        #expect(list.count == 5)
        let matches = { list.matches(in: $0) }
        #expect(matches("") == 0)
        #expect(matches("crude rudeness ruder") == 0)
        #expect(matches("How RUDE, rude!") == 2)
        // The phrase and the word in it.
        #expect(matches("a Very\n rude\tword") == 2)
        #expect(matches("a very rude wording") == 1)
        #expect(matches("D\u{2019}oh") == 1)
        #expect(matches("what the $#!? or a$#!b") == 2)
        #expect(matches("x-ray") == 1)
        #expect(matches("_x") == 0)
        #expect(PhraseList(["", "  "]).count == 0)
    }
}
