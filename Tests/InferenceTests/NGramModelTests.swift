import Foundation
import Inference
import Testing

/// Language models in ARPA format.
struct NGramModelTests {
    static let trigrams = """
        made by hand

        \\data\\
        ngram 1=5
        ngram 2=4
        ngram 3=2

        \\1-grams:
        -99\t<s>\t-0.4
        -1.1\t</s>
        -0.6\ta\t-0.3
        -0.7\tb\t-0.2
        -2.5\t<unk>

        \\2-grams:
        -0.2\t<s> a\t-0.15
        -0.9\ta b\t-0.25
        -0.5\tb </s>
        -0.8\tb a

        \\3-grams:
        -0.05\t<s> a b
        -0.35\ta b </s>

        \\end\\
        """

    static func read(_ text: String) throws -> NGramModel {
        try Array(text.utf8).withUnsafeBytes { try NGramModel(bytes: $0, file: "lm.arpa") }
    }

    static func sentence(_ words: String, _ model: NGramModel) -> Double {
        model.logProbability(ofSentence: words.split(separator: " ").map(String.init)) / log(10)
    }

    static let byHand: [(String, Double)] = [
        // </s> after <s>: back off of <s>, then the 1-gram.
        ("", -0.4 - 1.1),
        // <s> a; then </s>: back off of (<s> a), of a, and the 1-gram.
        ("a", -0.2 + (-0.15 - 0.3 - 1.1)),
        // <s> a b, a b </s>.
        ("a b", -0.2 - 0.05 - 0.35),
        // b: back off of <s>; (<s> b) is no 2-gram, so only b's context counts: b </s>.
        ("b", (-0.4 - 0.7) - 0.5),
        // a b, then a after (a b): back off of it, then b a; then </s> after (b a): back off of a.
        ("a b a", -0.2 - 0.05 + (-0.25 - 0.8) + (-0.3 - 1.1)),
        // An unknown word is <unk>, which backs off with no weight of its own.
        ("x", (-0.4 - 2.5) - 1.1), ("a x b", -0.2 + (-0.15 - 0.3 - 2.5) - 0.7 - 0.5),
    ]

    @Test(arguments: byHand)
    func sentencesAreScoredByHand(_ words: String, _ expected: Double) throws {
        let model = try Self.read(Self.trigrams)
        #expect(model.order == 3 && model.counts == [5, 4, 2])
        let found = Self.sentence(words, model)
        #expect(abs(found - expected) < 1e-6, "\(found), not \(expected)")
    }

    @Test func wordsAreKnownOrNot() throws {
        let model = try Self.read(Self.trigrams)
        #expect(model.has("a") && model.has("<s>") && !model.has("c"))
    }

    @Test func withoutUnkAnUnknownWordIsHopeless() throws {
        let text = Self.trigrams.replacingOccurrences(of: "<unk>", with: "c")
        let model = try Self.read(text)
        let (score, next) = model.score("zzz", after: model.start)
        #expect(abs(score / log(10) + 100) < 1e-9)
        // What comes after begins without a context.
        #expect(abs(model.score("a", after: next).0 / log(10) + 0.6) < 1e-6)
    }

    @Test func oneGramsNeedNoContext() throws {
        let model = try Self.read("\\data\\\nngram 1=2\n\\1-grams:\n-0.5 a\n-1 </s>\n\\end\\\n")
        #expect(abs(Self.sentence("a a", model) + 2) < 1e-6)
    }

    /// Pruned models may lack the beginning of a longer n-gram.
    @Test func missingBeginningsAreFilledIn() throws {
        let text = """
            \\data\\
            ngram 1=3
            ngram 2=0
            ngram 3=1
            \\1-grams:
            -1 a -0.5
            -1 b -0.5
            -1 c
            \\2-grams:
            \\3-grams:
            -0.1 a b c
            \\end\\
            """
        let model = try Self.read(text)
        var context = model.start
        var sum = 0.0
        for word in ["a", "b", "c"] {
            let (score, next) = model.score(word, after: context)
            sum += score
            context = next
        }
        #expect(abs(sum / log(10) - (-1 - 0.5 - 1 - 0.1)) < 1e-6)
    }

    @Test func windowsLineEndsAndSpacesAreRead() throws {
        let text = Self.trigrams.replacingOccurrences(of: "\n", with: "\r\n")
            .replacingOccurrences(of: "\t", with: "   ")
        let model = try Self.read(text)
        #expect(abs(Self.sentence("a b", model) + 0.6) < 1e-6)
    }

    static let broken: [(String, String)] = [
        ("", "ends before '\\data\\'"), ("hello\nworld", "ends before"),
        ("\\data\\\nngram 2=1\n", "ngram 1="), ("\\data\\\n\\1-grams:\n", "0 lengths"),
        ("\\data\\\nngram 1=99999999\n\\1-grams:", "more than the file can hold"),
        ("\\data\\\nngram 1=-1\n", "ngram 1="),
        ("\\data\\\nngram 1=1\n\\2-grams:\n", "'\\1-grams:' should be here"),
        ("\\data\\\nngram 1=1\n\\1-grams:\nx a\n\\end\\", "'x' is no number"),
        ("\\data\\\nngram 1=1\n\\1-grams:\nnan a\n\\end\\", "'nan' is no number"),
        ("\\data\\\nngram 1=1\n\\1-grams:\n0.5 a\n\\end\\", "greater than 1"),
        ("\\data\\\nngram 1=1\n\\1-grams:\n-1 a b c\n\\end\\", "found 4 fields"),
        ("\\data\\\nngram 1=1\n\\1-grams:\n-1 a -1\n\\end\\", "found 3 fields"),
        ("\\data\\\nngram 1=2\n\\1-grams:\n-1 a\n-1 a\n\\end\\", "twice"),
        ("\\data\\\nngram 1=2\n\\1-grams:\n-1 a\n\\end\\", "before all n-grams"),
        ("\\data\\\nngram 1=1\n\\1-grams:\n-1 a\n-1 b\n\\end\\", "'\\end\\' should be here"),
        ("\\data\\\nngram 1=1\n\\1-grams:\n-1 a\n", "ends before '\\end\\'"),
        (
            "\\data\\\nngram 1=1\nngram 2=1\n\\1-grams:\n-1 a\n\\2-grams:\n-1 a b\n\\end\\",
            "'b' is no word"
        ),
        (
            "\\data\\\nngram 1=1\nngram 2=2\n\\1-grams:\n-1 a\n\\2-grams:\n-1 a a\n-2 a a\n\\end\\",
            "2-gram is there twice"
        ),
    ]

    @Test(arguments: broken)
    func brokenFilesAreRefused(_ text: String, _ words: String) {
        let error = #expect(throws: NGramError.self) { try Self.read(text) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(words), "\(String(describing: error))")
    }

    @Test func anErrorNamesTheLine() {
        let error = #expect(throws: NGramError.self) {
            try Self.read("\\data\\\nngram 1=1\n\n\\1-grams:\nx a\n\\end\\")
        }
        #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("lm.arpa, line 5: "))
    }
}
