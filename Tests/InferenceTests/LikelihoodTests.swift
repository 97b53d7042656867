import Inference
import TestSupport
import Testing

struct LikelihoodEncodingTests {
    private let vocabulary = ByteVocabulary()

    private func ids(_ text: String) -> [Int] { text.utf8.map { Int($0) } }

    @Test(arguments: [
        ("a b", " c", "a b", " c"), ("a b ", "c", "a b", " c"), ("a \n\t", " c", "a", " \n\t c"),
        ("a\u{A0}\u{1C}", "c", "a", "\u{A0}\u{1C}c"), ("  ", "c", "", "  c"), ("", "c", "", "c"),
    ])
    func spacesGoToTheContinuation(_ case: (String, String, String, String)) {
        let (context, continuation) = LikelihoodEncoding.moveSpaces(`case`.0, `case`.1)
        #expect(context == `case`.2)
        #expect(continuation == `case`.3)
    }

    /// A model of one token has no windows that score any.
    @Test func windowsNeedTwoTokens() {
        let encoding = LikelihoodEncoding(ByteVocabulary(addsBeginning: true), contextLength: 1)
        #expect(throws: InferenceError.self) {
            try encoding.windows(of: "abc", length: nil, stride: 1)
        }
    }

    @Test func aPairIsItsContextAndWhatIsBeyond() throws {
        let encoding = LikelihoodEncoding(vocabulary, contextLength: 8)
        let pair = try encoding.pair(context: "ab ", continuation: "cd")
        #expect(pair == (try scored("ab", " cd", 8)))
        // One token more than the context fits, as the last one is not run.
        let long = try encoding.pair(context: "0123456789", continuation: "xy")
        #expect(long.tokens == ids("3456789xy"))
        #expect(long.count == 2)
        #expect(throws: InferenceError.contextLength(tokens: 9, limit: 8)) {
            try encoding.pair(context: "a", continuation: "012345678")
        }
        #expect(throws: InferenceError.self) {
            try encoding.pair(context: "a", continuation: "")
        }
    }

    @Test func theBeginningStandsForAnEmptyContext() throws {
        let encoding = LikelihoodEncoding(vocabulary, contextLength: 8)
        let pair = try encoding.pair(context: "", continuation: "ab")
        #expect(pair.tokens == [256] + ids("ab"))
        #expect(pair.count == 2)
        #expect(try encoding.pair(context: " ", continuation: "b").tokens == [256] + ids(" b"))
    }

    @Test func aBeginningThatIsThereIsNotAddedAgain() throws {
        let encoding = LikelihoodEncoding(ByteVocabulary(addsBeginning: true), contextLength: 99)
        let added = try encoding.pair(context: "ab", continuation: "c")
        #expect(added.tokens == [256] + ids("abc"))
        let there = try encoding.pair(context: "<s>ab", continuation: "c")
        #expect(there.tokens == ids("<s>abc"))
    }

    /// What `get_rolling_token_windows` and `make_disjoint_window` of lm-evaluation-harness 0.4.13 give
    /// for ten tokens, a maximum length of 4 and a context length of 1.
    @Test func windowsAreTheHarness() throws {
        let windows = try LikelihoodEncoding.windows(
            of: Array(0..<10),
            prefix: -1,
            contextLength: 4
        )
        #expect(
            windows.map(\.tokens) == [
                [-1, 0, 1, 2, 3], [3, 4, 5, 6, 7], [5, 6, 7, 8, 9],
            ]
        )
        #expect(windows.map(\.count) == [4, 4, 2])
        let short = try LikelihoodEncoding.windows(of: [5, 6], prefix: 9, contextLength: 4)
        #expect(short.map(\.tokens) == [[9, 5, 6]])
        #expect(try LikelihoodEncoding.windows(of: [], prefix: 9, contextLength: 4).isEmpty)
    }

    private func scored(_ context: String, _ continuation: String, _ limit: Int) throws
        -> ScoredTokens
    {
        try ScoredTokens(
            context: ids(context),
            continuation: ids(continuation),
            contextLength: limit
        )
    }
}

struct PrefixTreeTests {
    @Test func fourWaysToGoOnRunTheirContextOnce() {
        let context = Array(0..<100)
        let sequences = [[1], [2, 3], [2, 4, 5], []].map { (context + $0)[...] }
        let tree = PrefixTree(sequences)
        #expect(tree.tokenCount == 100 + 1 + 2 + 3)
        #expect(tree.roots.count == 1)
        #expect(tree.roots[0].members.count == 4)
        #expect(tree.roots[0].depth == 103)
    }

    @Test func beginningsOfBeginningsAreShared() {
        let header = Array(0..<200)
        let sequences = (0..<5).flatMap { question in
            (0..<4).map { (header + Array(repeating: 300 + question, count: 40) + [$0])[...] }
        }
        let tree = PrefixTree(sequences)
        #expect(tree.tokenCount == 200 + 5 * (40 + 4))
        #expect(tree.roots[0].children.count == 5)
    }

    @Test func whatSavesLittleIsNotShared() {
        let tree = PrefixTree([[1, 2, 3][...], [1, 2, 4][...], [9][...]])
        #expect(tree.roots.count == 3)
        #expect(tree.tokenCount == 7)
        // Equal sequences are one.
        let equal = PrefixTree([[1, 2, 3][...], [1, 2, 3][...]])
        #expect(equal.tokenCount == 3)
        #expect(PrefixTree([]).tokenCount == 0)
    }

    /// Following the nodes from the roots gives every sequence back.
    @Test func everySequenceIsInTheTree() {
        var random = SeededRandom(seed: 3)
        for least in [1, 8, 32] {
            let sequences = (0..<60).map { _ in
                (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    Int.random(in: 0...1, using: &random)
                }[...]
            }
            let tree = PrefixTree(sequences, least: least)
            var found = [[Int]](repeating: [], count: sequences.count)
            func follow(_ node: PrefixTree.Node, _ before: [Int]) {
                let here = before + node.tokens
                #expect(node.start == before.count)
                for member in node.members where here.count <= sequences[member].count {
                    found[member] = here
                }
                for child in node.children { follow(child, here) }
            }
            for root in tree.roots { follow(root, []) }
            #expect(found == sequences.map(Array.init))
        }
    }
}
