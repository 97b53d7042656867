import Architectures
import Domain
import Foundation
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization

/// Texts, not tensors, through checkpoints of the shared oracle.
@Suite(.enabled(if: RepositoryPaths.oracle("bert_cls-a") != nil, "the shared oracle is not here"))
struct OracleTextTests {
    static func open(_ name: String) throws -> (role: any Sendable, record: JSONValue) {
        let folder = try #require(RepositoryPaths.oracle(name))
        let data = try #require(FileManager.default.contents(atPath: folder + "/io.json"))
        let model = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        return (model.role, try JSONValue(parsing: Array(data)))
    }

    @Test func severalLabelsOfAText() throws {
        let (role, record) = try Self.open("bert_cls-a")
        let classifier = try #require(role as? any TextClassifying)
        let texts = try #require(record["texts"]?.strings)
        let logits = try classifier.logits(for: texts.map { try classifier.front.encode($0) })
        for (row, expected) in zip(logits, record["labels"]?.array ?? []) {
            let scores = classifier.scoring.scores(row, labels: classifier.labels)
            #expect(scores.count == 6)
            for score in scores {
                let wanted = try #require(expected[score.label]?.number)
                #expect(abs(score.score - wanted) < 1e-5, "\(score)")
            }
        }
    }

    @Test func oneLabelOfAText() throws {
        let (role, record) = try Self.open("distilbert-a")
        let classifier = try #require(role as? any TextClassifying)
        let texts = try #require(record["texts"]?.strings)
        let logits = try classifier.logits(for: texts.map { try classifier.front.encode($0) })
        let best = logits.map { classifier.scoring.scores($0, labels: classifier.labels)[0].label }
        #expect(best == record["labels"]?.strings)
    }

    @Test(arguments: ["bert_mlm-a", "roberta-a"])
    func theMaskAndThePseudoLogLikelihood(_ name: String) throws {
        let (role, record) = try Self.open(name)
        let filler = try #require(role as? any MaskFilling)
        let mask = try #require(filler.front.tokenizer.special.mask?.id)
        let task = try #require(record["fill_mask"])
        let text = try filler.front.encode(try #require(task["text"]?.string))
        let place = try #require(text.ids.firstIndex(of: mask))
        #expect(place == task["mask_position"]?.integer)
        let scores = LabelScoring.softmax.values(
            try filler.vocabularyLogits(for: [text], at: [[place]])[0].values
        )
        for expected in task["top5"]?.array ?? [] {
            let id = try #require(expected["id"]?.integer)
            #expect(abs(scores[id] - (expected["score"]?.number ?? -1)) < 1e-5)
        }

        let likelihood = try #require(record["pseudo_log_likelihood"])
        let whole = try filler.front.encode(try #require(likelihood["text"]?.string))
        #expect(whole.ids == likelihood["ids"]?.array?.compactMap(\.integer))
        let places = Array(1..<whole.count - 1)
        let masked = places.map { place in
            var text = whole
            text.ids[place] = mask
            return text
        }
        let logits = try filler.vocabularyLogits(for: masked, at: places.map { [$0] })
        let sum = zip(places, logits).reduce(0) { sum, pair in
            sum + log(LabelScoring.softmax.values(pair.1.values)[whole.ids[pair.0]])
        }
        #expect(abs(sum - (likelihood["pll"]?.number ?? 0)) < 1e-3)
    }
}
