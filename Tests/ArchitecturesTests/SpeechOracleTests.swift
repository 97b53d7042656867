import Architectures
import Domain
import Foundation
import Inference
import Media
import Preprocessing
import Tensors
import TestSupport
import Testing
import Tokenization

/// The shared oracle's speech recognisers beyond their recorded calls, and its searches.
@Suite(.enabled(if: RepositoryPaths.oracle("ctc-a") != nil, "the shared oracle is not here"))
struct SpeechOracleTests {
    static func folders(_ stems: [String]) -> [String] {
        stems.flatMap { ["\($0)-a", "\($0)-b"] }.filter { RepositoryPaths.oracle($0) != nil }
    }

    static func expectations(_ folder: String) throws -> JSONValue {
        let data = try Data(contentsOf: URL(filePath: folder + "/io.json"))
        return try JSONValue(parsing: Array(data))
    }

    @Test(arguments: folders(["wav2vec2_base", "wav2vec2_large", "hubert"]))
    func filesBecomeTheReferencesTexts(_ name: String) throws {
        let folder = try #require(RepositoryPaths.oracle(name))
        let json = try Self.expectations(folder)
        let model = try SpeechRecognitionTests.recognizer(folder)
        let vocabulary = try model.hearing.vocabulary
        let wave = try Waveform(contentsOf: folder + "/audio1.wav")
        let found = try SpeechTranscriber(model).transcribe([wave])[0]
        let decoded = try #require(json["decode"]?["single"])
        #expect(found.text == decoded["text"]?.array?.first?.string)

        for batch in ["single", "batch"] {
            let paths = json["decode"]?[batch]?["argmax_ids"]?.array ?? []
            #expect(!paths.isEmpty)
            for (index, ids) in paths.enumerated() {
                let path = ids.array?.compactMap(\.integer) ?? []
                let spans = vocabulary.characters(path: path)
                #expect(
                    vocabulary.text(path: path)
                        == json["decode"]?[batch]?["text"]?.array?[index].string
                )
                for (kind, key, own) in [
                    ("char_offsets", "char", spans),
                    ("word_offsets", "word", vocabulary.words(spans)),
                ] {
                    let wanted = json["decode"]?[batch]?[kind]?.array?[index].array ?? []
                    #expect(own.map(\.text) == wanted.map { $0[key]?.string })
                    #expect(
                        own.map(\.frames.lowerBound) == wanted.map { $0["start_offset"]?.integer }
                    )
                    #expect(
                        own.map(\.frames.upperBound) == wanted.map { $0["end_offset"]?.integer }
                    )
                }
            }
        }
        for wanted in json["decode_cases"]?.array ?? [] {
            let ids = wanted["ids"]?.array?.compactMap(\.integer) ?? []
            #expect(vocabulary.text(path: ids) == wanted["text"]?.string)
        }
        for wanted in json["tokenizer_encode"]?.array ?? [] {
            let ids = wanted["ids"]?.array?.compactMap(\.integer)
            #expect(vocabulary.labels(of: wanted["text"]?.string ?? "") == ids)
        }
    }

    @Test(arguments: folders(["wav2vec2_base", "wav2vec2_large", "hubert"]))
    func lossesAreTheReferences(_ name: String) throws {
        let folder = try #require(RepositoryPaths.oracle(name))
        let calls = try RecordedCalls(folder: folder)
        let logits = try calls.tensor("out.single.logits")
        let scores = FrameScores(
            frames: logits.shape[1],
            count: logits.shape[2],
            logits: logits.values
        )
        let labels = try calls.tensor("in.ctc_labels").values.map { Int($0) }
        let wanted = Double(try calls.tensor("out.single.ctc_loss").values[0])
        let found = -CTCAlignment.logProbability(of: labels, given: scores, blank: 0)
        #expect(abs(found - wanted) < 1e-4 * max(1, wanted), "\(found), not \(wanted)")
    }

    /// Adds a table of label pairs, whose last row is that of the beginning.
    struct Bigrams: CTCLanguageModel {
        let table: [Double]
        let count: Int
        let alpha: Double
        let beta: Double
        var start: Int { count }
        func score(_ label: Int, after state: Int) -> (score: Double, next: Int) {
            (alpha * table[state * count + label] + beta, label)
        }
        func end(_ state: Int) -> Double { 0 }
    }

    @Test(arguments: folders(["ctc"]))
    func searchesAreTheOracles(_ name: String) throws {
        let folder = try #require(RepositoryPaths.oracle(name))
        let calls = try RecordedCalls(folder: folder)
        let cases = try #require(Self.expectations(folder)["cases"]?.array)
        #expect(cases.count == 4)
        for (index, json) in cases.enumerated() {
            let tensor = try calls.tensor("in.case\(index).log_probs")
            let scores = FrameScores(
                frames: tensor.shape[0],
                count: tensor.shape[1],
                logProbabilities: tensor.values.map(Double.init)
            )
            try compareGreedy(scores, try #require(json["greedy"]))
            let table = try calls.tensor("in.case\(index).bigram_log_probs").values
            for width in [1, 3, 10, 50] {
                let beam = CTCPrefixBeam(width: width, blank: 0)
                compare(
                    beam.search(scores, model: NoLanguageModel()),
                    json["beam"]?["\(width)"]?.array,
                    "log_prob"
                )
                let fused = try #require(json["beam_lm"]?["\(width)"])
                let bigrams = Bigrams(
                    table: table.map(Double.init),
                    count: scores.count,
                    alpha: fused["alpha"]?.number ?? 0,
                    beta: fused["beta"]?.number ?? 0
                )
                compare(
                    beam.search(scores, model: bigrams),
                    fused["results"]?.array,
                    "acoustic_log_prob"
                )
            }
            if let exact = json["exact"]?.array {
                let all = CTCPrefixBeam(width: 100_000, blank: 0)
                compare(all.search(scores, model: NoLanguageModel()), exact, "log_prob")
            }
            let loss = try #require(json["ctc_loss"])
            let labels = loss["labels"]?.array?.compactMap(\.integer) ?? []
            let found = -CTCAlignment.logProbability(of: labels, given: scores, blank: 0)
            #expect(abs(found - (loss["value"]?.number ?? .nan)) < 1e-9)
        }
    }

    private func compareGreedy(_ scores: FrameScores, _ json: JSONValue) throws {
        let path = scores.bestPath
        #expect(path == json["argmax"]?.array?.compactMap(\.integer))
        let labels = CTCLabels.of(path, blank: 0)
        #expect(labels == json["labels"]?.array?.compactMap(\.integer))
        let sum = path.enumerated().reduce(0) { $0 + scores[$1.offset, $1.element] }
        #expect(abs(sum - (json["log_prob_of_best_path"]?.number ?? .nan)) < 1e-9)
    }

    private func compare(
        _ found: [CTCPrefixBeam.Hypothesis],
        _ wanted: [JSONValue]?,
        _ key: String
    ) {
        let wanted = wanted ?? []
        #expect(!wanted.isEmpty)
        for (hypothesis, json) in zip(found, wanted) {
            #expect(hypothesis.labels == json["labels"]?.array?.compactMap(\.integer))
            #expect(abs(hypothesis.logProbability - (json[key]?.number ?? .nan)) < 1e-9)
            if let score = json["score"]?.number {
                #expect(abs(hypothesis.score - score) < 1e-9)
            }
        }
    }
}

/// The labels of a path: equal neighbours joined, blanks dropped.
private enum CTCLabels {
    static func of(_ path: [Int], blank: Int) -> [Int] {
        path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }.map { path[$0] }
            .filter { $0 != blank }
    }
}
