import Foundation
import Inference
import TestSupport
import Testing

/// Greedy paths, beams, alignments and losses against what all paths together say.
struct CTCTests {
    /// Random log probabilities; the larger `sharpness`, the surer.
    static func scores(frames: Int, count: Int, seed: UInt64, sharpness: Float = 2) -> FrameScores {
        var random = SeededRandom(seed: seed)
        return FrameScores(
            frames: frames,
            count: count,
            logits: random.floats(frames * count).map { $0 * sharpness }
        )
    }

    /// The labels of a path: equal neighbours joined, blanks dropped.
    static func labels(_ path: [Int], blank: Int) -> [Int] {
        path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }.map { path[$0] }
            .filter { $0 != blank }
    }

    /// Every label sequence with the logarithm of its probability and its best path, by trying all
    /// paths.
    static func exhaustive(
        _ scores: FrameScores,
        blank: Int
    ) -> [[Int]: (logProbability: Double, best: Double)] {
        var found: [[Int]: (Double, Double)] = [:]
        var path = [Int](repeating: 0, count: scores.frames)
        while true {
            let sum = path.enumerated().reduce(0) { $0 + scores[$1.offset, $1.element] }
            let labels = labels(path, blank: blank)
            let old = found[labels] ?? (0, -.infinity)
            found[labels] = (old.0 + exp(sum), max(old.1, sum))
            guard let place = path.lastIndex(where: { $0 < scores.count - 1 }) else { break }
            path[place] += 1
            for later in path.index(after: place)..<path.count { path[later] = 0 }
        }
        return found.mapValues { (log($0.0), $0.1) }
    }

    static let small: [(frames: Int, count: Int)] = [(5, 3), (6, 4), (1, 5), (7, 2)]

    @Test(arguments: small, [UInt64(1), 2, 3])
    func aWideBeamIsExact(_ size: (frames: Int, count: Int), _ seed: UInt64) {
        let scores = Self.scores(frames: size.frames, count: size.count, seed: seed)
        for blank in [0, size.count - 1] {
            let all = Self.exhaustive(scores, blank: blank)
            let beam = CTCPrefixBeam(width: 10_000, blank: blank)
            let found = beam.search(scores, model: NoLanguageModel())
            #expect(Set(found.map(\.labels)) == Set(all.keys))
            for hypothesis in found {
                let wanted = all[hypothesis.labels]?.logProbability ?? .nan
                #expect(abs(hypothesis.logProbability - wanted) < 1e-9)
            }
            #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
            #expect(found.first?.labels == all.max { $0.value.0 < $1.value.0 }?.key)
        }
    }

    @Test(arguments: small, [UInt64(4), 5])
    func alignmentsAreExact(_ size: (frames: Int, count: Int), _ seed: UInt64) throws {
        let scores = Self.scores(frames: size.frames, count: size.count, seed: seed)
        for (labels, wanted) in Self.exhaustive(scores, blank: 0) {
            let found = CTCAlignment.logProbability(of: labels, given: scores, blank: 0)
            #expect(abs(found - wanted.logProbability) < 1e-9)
            let path = try #require(CTCAlignment.path(of: labels, given: scores, blank: 0))
            #expect(Self.labels(path, blank: 0) == labels)
            let sum = path.enumerated().reduce(0) { $0 + scores[$1.offset, $1.element] }
            #expect(abs(sum - wanted.best) < 1e-9)
        }
        let impossible = [Int](repeating: 1, count: size.frames + 1)
        #expect(
            CTCAlignment.logProbability(of: impossible, given: scores, blank: 0) == -.infinity
        )
        #expect(CTCAlignment.path(of: impossible, given: scores, blank: 0) == nil)
    }

    @Test func noFramesSayNothing() {
        let none = FrameScores(frames: 0, count: 3, logits: [])
        let found = CTCPrefixBeam(width: 3, blank: 0).search(none, model: NoLanguageModel())
        #expect(found.map(\.labels) == [[]] && found.map(\.score) == [0])
        #expect(none.bestPath.isEmpty)
        #expect(CTCAlignment.path(of: [], given: none, blank: 0) == [])
        #expect(CTCAlignment.path(of: [1], given: none, blank: 0) == nil)
        #expect(CTCAlignment.logProbability(of: [], given: none, blank: 0) == 0)
    }

    /// A label cannot be repeated without a blank between.
    @Test func repeatsNeedABlank() {
        let scores = Self.scores(frames: 3, count: 2, seed: 6)
        #expect(CTCAlignment.path(of: [1, 1], given: scores, blank: 0) == [1, 0, 1])
    }

    @Test func certainFramesAreReadWhateverTheBeam() {
        var values: [Float] = []
        for label in [1, 1, 0, 1, 2, 2, 0, 3] {
            values += (0..<4).map { $0 == label ? 40 : 0 }
        }
        let scores = FrameScores(frames: 8, count: 4, logits: values)
        for width in [1, 2, 50] {
            let best = CTCPrefixBeam(width: width, blank: 0)
                .search(scores, model: NoLanguageModel())[0]
            #expect(best.labels == [1, 1, 2, 3])
            #expect(abs(best.logProbability) < 1e-9)
        }
        #expect(Self.labels(scores.bestPath, blank: 0) == [1, 1, 2, 3])
    }

    /// A word model turns a close call, and only at word ends.
    @Test func theLanguageModelDecidesWhatSoundsAlike() throws {
        let arpa = """
            \\data\\
            ngram 1=5
            ngram 2=2

            \\1-grams:
            -1 <s> -0.3
            -1 </s>
            -3 <unk>
            -0.5 AB -0.2
            -0.9 BA

            \\2-grams:
            -0.1 <s> BA
            -0.1 BA </s>

            \\end\\
            """
        let model = try NGramModelTests.read(arpa)
        let tokens = ["_", "|", "A", "B"]
        // A or B, a delimiter, B or A: first and last letter hardly decided.
        var logits: [Float] = []
        logits += [0, 0, 5.0, 4.9]
        logits += [0, 0, 4.9, 5.0]
        let scores = FrameScores(frames: 2, count: 4, logits: logits)
        let beam = CTCPrefixBeam(width: 50, blank: 0)
        #expect(beam.search(scores, model: NoLanguageModel())[0].labels == [2, 3])
        let words = WordLanguageModel(model, tokens: tokens, delimiter: 1, alpha: 1, beta: 0.5)
        let best = beam.search(scores, model: words)[0]
        #expect(best.labels == [3, 2])
        let expected = log(10) * (-0.1 - 0.1) + 0.5
        #expect(abs(best.score - best.logProbability - expected) < 1e-6)
        let weak = WordLanguageModel(model, tokens: tokens, delimiter: 1, alpha: 0.001, beta: 0)
        #expect(beam.search(scores, model: weak)[0].labels == [2, 3])
    }

    /// The score of a prefix with a language model is that of its words, whatever beam found it.
    @Test func languageScoresAreThoseOfTheSentence() throws {
        let model = try NGramModelTests.read(NGramModelTests.trigrams)
        let tokens = ["_", "|", "a", "b"]
        let words = WordLanguageModel(model, tokens: tokens, delimiter: 1, alpha: 0.7, beta: 1.1)
        let scores = Self.scores(frames: 12, count: 4, seed: 7, sharpness: 3)
        for width in [1, 3, 20] {
            let found = CTCPrefixBeam(width: width, blank: 0).search(scores, model: words)
            #expect(found.count == width)
            for hypothesis in found {
                let text = hypothesis.labels.map { tokens[$0] }.joined()
                let sentence = text.split(separator: "|").map(String.init)
                let wanted =
                    0.7 * model.logProbability(ofSentence: sentence)
                    + 1.1 * Double(sentence.count)
                #expect(abs(hypothesis.score - hypothesis.logProbability - wanted) < 1e-9)
            }
        }
    }
}
