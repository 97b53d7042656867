import Domain
import Foundation
import TestSupport
import Testing
import Tokenization

/// What a tokenizer promises beyond the reference's recorded texts.
struct TokenizerTests {
    private static func fixture(_ name: String) throws -> Tokenizer {
        try Tokenizer(folder: "\(FixtureTests.folder)/\(name)")
    }

    @Test func knowsItsSpecialTokens() throws {
        let bert = try Self.fixture("bert-uncased")
        #expect(bert.special.classification?.token == "[CLS]")
        #expect(bert.special.classification?.id == bert.id(of: "[CLS]"))
        #expect(bert.special.padding?.id == 0)
        #expect(bert.special.beginning == nil)
        let gpt = try Self.fixture("gpt2-legacy")
        #expect(gpt.special.end?.token == "<|endoftext|>")
        #expect(gpt.special.padding == nil)
        let llama = try Self.fixture("llama")
        #expect(llama.special.beginning?.id == 1)
        #expect(llama.padsLeft)
        let clip = try Self.fixture("clip-legacy")
        #expect(clip.special.padding?.token == "!")
        #expect(clip.maximumLength == 77)
    }

    @Test func looksTokensUpBothWays() throws {
        for name in FixtureTests.names {
            let tokenizer = try Self.fixture(name)
            #expect(tokenizer.idLimit >= tokenizer.count)
            #expect(tokenizer.token(-1) == nil && tokenizer.token(tokenizer.idLimit) == nil)
            #expect(tokenizer.id(of: "no such token") == nil)
            for id in 0..<tokenizer.idLimit {
                guard let token = tokenizer.token(id) else { continue }
                #expect(tokenizer.id(of: token) == id, "\(name): \(token)")
            }
        }
    }

    /// A token of ours says which text it is of; one that was added says none.
    @Test func saysWhereTokensAreFrom() throws {
        let encoding = try Self.fixture("bert-uncased").encode("the cat", pair: "a dog")
        #expect(encoding.isSpecial.first == true && encoding.isSpecial.last == true)
        #expect(
            encoding.sequences.compactMap { $0 }.sorted() == encoding.sequences.compactMap { $0 }
        )
        #expect(Set(encoding.sequences) == [nil, 0, 1])
        for index in encoding.ids.indices {
            #expect((encoding.words[index] == nil) == encoding.isSpecial[index])
            #expect(!encoding.isSpecial[index] || encoding.offsets[index] == 0..<0)
        }
        let bare = try Self.fixture("bert-uncased").encode("the cat", addsSpecialTokens: false)
        #expect(!bare.isSpecial.contains(true) && !bare.ids.isEmpty)
    }

    @Test(arguments: Truncation.Strategy.allCases)
    func shortensToTheLengthAsked(_ strategy: Truncation.Strategy) throws {
        let tokenizer = try Self.fixture("bert-uncased")
        let (first, second) = ("the quick brown fox jumps over", "a photo of a cat and of a dog")
        let whole = try tokenizer.encode(first, pair: second).count
        for length in whole - 4...whole {
            let truncation = Truncation(maximumLength: length, strategy: strategy)
            let found = try tokenizer.encode(first, pair: second, truncation: truncation)
            #expect(found.count == length)
        }
    }

    @Test func theLeftSideCanBeDropped() throws {
        let tokenizer = try Self.fixture("word-level")
        let text = "The quick brown fox jumps"
        let whole = try tokenizer.encode(text)
        let left = try tokenizer.encode(text, truncation: Truncation(maximumLength: 3, side: .left))
        #expect(left.ids == Array(whole.ids.suffix(3)))
        #expect(left.offsets == Array(whole.offsets.suffix(3)))
    }

    @Test func refusesWhatCannotBeShortened() throws {
        let tokenizer = try Self.fixture("bert-uncased")
        for truncation in [
            Truncation(maximumLength: 1),
            Truncation(maximumLength: 4, strategy: .onlySecond),
        ] {
            #expect(throws: TokenizationError.self) {
                try tokenizer.encode("the quick brown fox", truncation: truncation)
            }
        }
        #expect(throws: TokenizationError.self) {
            try tokenizer.windows(
                "the quick brown fox",
                truncation: Truncation(maximumLength: 4, stride: 2)
            )
        }
    }

    /// Every window but the last is full, they overlap, and together they are the text.
    @Test func windowsLoseNothing() throws {
        let tokenizer = try Self.fixture("roberta")
        let text = String(repeating: "a photo of a cat and a dog. ", count: 20)
        let whole = try tokenizer.encode(text, addsSpecialTokens: false).ids
        let windows = try tokenizer.windows(
            text,
            addsSpecialTokens: false,
            truncation: Truncation(maximumLength: 16, stride: 5)
        )
        #expect(windows.dropLast().allSatisfy { $0.count == 16 })
        let joined = windows.enumerated().flatMap {
            $0.element.ids.dropFirst($0.offset == 0 ? 0 : 5)
        }
        #expect(joined == whole)
    }

    /// Texts without a word's end in them take time that grows with their length, not its square.
    @Test(arguments: FixtureTests.names, ["a", "é", " ", "1", "."])
    func longWordsTakeTheirLength(_ name: String, _ character: String) throws {
        let tokenizer = try Self.fixture(name)
        let clock = ContinuousClock()
        func time(_ count: Int) throws -> Duration {
            let text = String(repeating: character, count: count)
            return try clock.measure { _ = try tokenizer.encode(text) }
        }
        _ = try time(100)
        let short = try time(2_000)
        let long = try time(20_000)
        // Ten times the text; a hundredfold would be the square.
        #expect(long < short * 40 + .milliseconds(200))
    }

    @Test func threadsShareOneTokenizer() async throws {
        let tokenizer = try Self.fixture("gpt2")
        let texts = (0..<40).map { "number \($0) of the quick brown foxes \($0 * 7)" }
        let expected = try texts.map { try tokenizer.encode($0).ids }
        let found = try await withThrowingTaskGroup(of: (Int, [Int]).self) { group in
            for round in 0..<200 {
                group.addTask {
                    (round % 40, try tokenizer.encode(texts[round % 40]).ids)
                }
            }
            return try await group.reduce(into: [(Int, [Int])]()) { $0.append($1) }
        }
        #expect(found.count == 200)
        #expect(found.allSatisfy { expected[$0.0] == $0.1 })
    }
}
