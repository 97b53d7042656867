import Domain
import Testing

@testable import Perturbations

@Suite struct TextTests {
    private static let types = perturbationCatalog.entries.compactMap { $0 as? any TextPerturbation.Type }

    @Test func piecesJoinToTheText() {
        for text in ["", "a", " a", "Don't—stop, it’s 3 o'clock'", "'quoted' \n\t naïve café", "👩‍👩‍👧 x"] {
            #expect(TextPieces(text).pieces.map(\.text).joined() == text)
        }
        #expect(TextPieces("it’s").pieces == [.init(text: "it’s", isWord: true)])
        #expect(TextPieces("'it'").pieces.map(\.isWord) == [false, true, false])
    }

    @Test func oddTextsAreNoTrouble() throws {
        for type in Self.types {
            for text in ["", " ", "'", "\n", "a", "her", "his", "é", "👍🏽", String(repeating: "don't ", count: 500)] {
                _ = try type.perturbed(text)
                if text.isEmpty { #expect(try type.perturbed(text).isEmpty, "\(type.name)") }
            }
        }
    }

    @Test func zeroRatesChangeNothing() throws {
        let text = "I do not know; it's the friend of his mother, which they didn't believe."
        for type in Self.types where type.options.contains(where: { $0.name == "rate" }) {
            #expect(try type.perturbed(text, ["rate": .integer(0)]) == text, "\(type.name)")
            #expect(try type.perturbed(text, ["rate": .integer(1)]) != text, "\(type.name)")
        }
        #expect(try Spacing.perturbed(text, ["max_spaces": .integer(1)]) == text)
    }

    @Test func typosAreNeighboursAndKeepTheCase() throws {
        let typed = try Typos.perturbed("Aq 1!", ["rate": .integer(1)])
        #expect(typed.count == 5 && typed.hasSuffix(" 1!"))
        #expect("QWSZ".contains(typed.prefix(1)))
        #expect("wa".contains(typed.dropFirst().prefix(1)))
        let text = String(repeating: "keyboard ", count: 2_000)
        let wrong = zip(text, try Typos.perturbed(text)).count { $0 != $1 }
        // 16,000 letters at 0.05: 800, of which four deviations are 110.
        #expect((690...910).contains(wrong))
    }

    @Test func caseIsChanged() throws {
        #expect(try Lowercase.perturbed("ÄRGER And İ") == "ärger and i̇")
        #expect(try Uppercase.perturbed("straße") == "STRASSE")
    }

    @Test func spacesMultiply() throws {
        let text = Array(repeating: "a", count: 300).joined(separator: " ")
        let spaced = try Spacing.perturbed(text)
        #expect(spaced.split(separator: " ").count == 300)
        let runs = Set(spaced.split(separator: "a").map(\.count))
        #expect(runs == [1, 2, 3])
        #expect(try Spacing.perturbed("a\nb\tc") == "a\nb\tc")
    }

    @Test func contractionsAndBack() throws {
        let long = "It is late. I am sure they do not know, and WE WILL not go; let us stay, she is here"
        let short = try Contractions.perturbed(long)
        #expect(
            short == "It's late. I'm sure they don't know, and WE'LL not go; let's stay, she's here"
        )
        #expect(try Expansions.perturbed(short) == long)
        // At the very edges of the text, and with the other apostrophe.
        #expect(try Contractions.perturbed("do not") == "don't")
        #expect(try Expansions.perturbed("I don’t") == "I do not")
        // Parts of words and phrases across punctuation are none.
        #expect(try Contractions.perturbed("this notable; do, not") == "this notable; do, not")
    }

    @Test func wordsAtTheEdgesAreReplaced() throws {
        #expect(try Misspellings.perturbed("friend", ["rate": .integer(1)]) == "freind")
        #expect(try Misspellings.perturbed("Friend. WHICH friend", ["rate": .integer(1)]) == "Freind. WICH freind")
        #expect(try Misspellings.perturbed("friendly") == "friendly")
        #expect(try Dialect.perturbed("The mother is going to this") == "Da motha is gon dis"
            || Dialect.perturbed("The mother is going to this") == "Da motha is gonna dis")
        #expect((Misspellings.table.count, Dialect.table.count) == (90, 58))
    }

    @Test func gendersSwap() throws {
        #expect(try Gender.perturbed("He saw his sister.") == "She saw her brother.")
        #expect(try Gender.perturbed("her dog saw her, and her") == "his dog saw him, and him")
        #expect(try Gender.perturbed("I told her that it is his") == "I told him that it is hers")
        #expect(try Gender.perturbed("SHE is a woman; Mr Lee himself") == "HE is a man; Ms Lee herself")
        #expect(try Gender.perturbed("he and she", ["to": .string("female")]) == "she and she")
        #expect(try Gender.perturbed("he and she", ["to": .string("male")]) == "he and he")
        #expect(try Gender.perturbed("shell, here, mankind") == "shell, here, mankind")
    }

    @Test func namesStayApartAndTheSame() throws {
        for seed in 0..<20 as Range<UInt64> {
            let text = try Names.perturbed("Anna met Emily. ANNA's brother David likes anna", seed: seed)
            let words = text.split(whereSeparator: { " .'".contains($0) }).map(String.init)
            #expect(words[0] != "Anna" && words[2] != "Emily" && words[0] != words[2])
            #expect(words[3] == words[0].uppercased() && words[4] == "s")
            #expect(words[6] != "David" && words.last == "anna")
        }
    }
}
