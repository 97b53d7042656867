import Domain
import Foundation
import Testing

@testable import Scoring

@Suite struct ClassificationTests {
    /// The example of scikit-learn's documentation of f1_score.
    private static let f1Examples: [(Outcome, Target?)] = zip(
        [0, 2, 1, 0, 0, 1],
        [0, 1, 2, 0, 1, 2]
    ).map { (label("\($0)"), Target.label("\($1)")) }

    @Test func accuracyComparesLettersExactly() throws {
        let examples: [(Outcome, Target?)] = [
            (label("cat"), .label("cat")), (label("Cat"), .label("cat")),
            (label("cat "), .label("cat")), (label("dog"), .label("dog")),
        ]
        #expect(try value("accuracy", [:], examples) == 0.5)
    }

    /// TabFact's small test: "refuted" is right of 1,009 of its 1,998 statements.
    @Test(
        .enabled(if: SharedData.has("data/tabfact"), "needs data/tabfact of the shared data")
    )
    func majorityOfTabFact() throws {
        let root = try #require(SharedData.root).appending(path: "data/tabfact")
        func file(_ name: String) throws -> JSONValue {
            try JSONValue(parsing: Array(Data(contentsOf: root.appending(path: name))))
        }
        let tables = try #require(try file("test_examples.json").object)
        let targets = try #require(try file("small_test_id.json").strings).flatMap {
            tables[$0]?.array?.dropFirst().first?.integers ?? []
        }
        let examples = targets.map { target in
            (label("refuted"), Target.label(target == 0 ? "refuted" : "entailed") as Target?)
        }
        #expect(examples.count == 1998)
        #expect(try value("accuracy", [:], examples) == 1009.0 / 1998)
    }

    @Test func f1OfScikitLearn() throws {
        func f1(_ average: String) throws -> Double? {
            try value("f1", ["average": .string(average)], Self.f1Examples)
        }
        #expect(isClose(try f1("macro"), 4.0 / 15, within: 1e-12))
        #expect(isClose(try f1("micro"), 1.0 / 3))
        #expect(isClose(try f1("weighted"), 4.0 / 15, within: 1e-12))
    }

    @Test func f1OfEachLabel() {
        var total = ConfusionTally.zero
        for (prediction, target) in zip([0, 2, 1, 0, 0, 1], [0, 1, 2, 0, 1, 2]) {
            total += ConfusionTally(target: "\(target)", predicted: "\(prediction)")
        }
        let scores = LabelScore.all(in: total)
        #expect(scores.map(\.label) == ["0", "1", "2"])
        #expect(scores.map(\.f1) == [0.8, 0, 0])
        #expect(scores.map(\.support) == [2, 2, 2])
        #expect(scores.map(\.predicted) == [3, 2, 1])
        #expect(scores[0].recall == 1)
        #expect(isClose(scores[0].precision, 2.0 / 3))
    }

    @Test func macroF1CountsLabelsThatWereOnlyPredicted() throws {
        // a: 1 of 1 found, F1 = 2/2 = 1; b: target missed, 0; c: predicted only, 0.
        let examples: [(Outcome, Target?)] = [(label("a"), .label("a")), (label("c"), .label("b"))]
        #expect(isClose(try value("f1", [:], examples), 1.0 / 3))
    }

    /// The example of scikit-learn's documentation of top_k_accuracy_score, which has no ties.
    @Test func topKOfScikitLearn() throws {
        let rows = [[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]]
        let examples = zip(rows, [0, 1, 2, 2]).map {
            (scores($0), Target.label("\($1)") as Target?)
        }
        #expect(try value("top_k_accuracy", ["k": .integer(2)], examples) == 0.75)
        #expect(try value("top_k_accuracy", ["k": .integer(3)], examples) == 1)
        #expect(try value("top_k_accuracy", ["k": .integer(1)], examples) == 0.5)
    }

    @Test(arguments: [("0", 0.0), ("1", 0.0), ("2", 1.0)])
    func lowerIndexLosesTies(target: String, expected: Double) throws {
        let answer = scores([0.4, 0.4, 0.4])
        let metric = try AnyMetric(name: "top_k_accuracy", options: ["k": .integer(1)])
        #expect(try metric.score(answer, target: .label(target))?.value == expected)
    }

    @Test func aTargetThatIsNoLabelIsAMiss() throws {
        let metric = try AnyMetric(name: "top_k_accuracy", options: ["k": .integer(9)])
        #expect(try metric.score(label("a"), target: .label("b"))?.value == 0)
    }

    @Test func confusionMatrixCountsCells() throws {
        let examples: [(Outcome, Target?)] = [
            (label("a"), .label("a")), (label("b"), .label("a")), (label("b"), .label("a")),
            (label("\"{b}"), .label("b")),
        ]
        let metric = try AnyMetric(name: "confusion_matrix")
        var total = ConfusionTally.zero
        for (outcome, target) in examples {
            let score = try #require(try metric.score(outcome, target: target))
            total += try #require(ConfusionTally(stored: score.stored))
        }
        #expect(total.labels == ["\"{b}", "a", "b"])
        #expect(total.count(target: "a", predicted: "b") == 2)
        #expect(total.count(target: "b", predicted: "b") == 0)
        #expect(total.stored == #"{"a":{"a":1,"b":2},"b":{"\"{b}":1}}"#)
        let matrix = try figure("confusion_matrix", [:], examples)
        // It has no number: the diagonal's share is the accuracy.
        #expect(!metric.hasValue)
        #expect(matrix == Figure(value: nil, interval: nil, count: 4, failures: 0))
    }

    /// The definition's worked example, by label: a has 2 TP, 1 FP, 1 FN; b 1, 1, 1; c 1, 1, 1.
    @Test(arguments: ["macro", "micro", "weighted"])
    func f1OfATargetComparesItWithTheRest(average: String) throws {
        let examples = zip(
            ["a", "a", "a", "b", "b", "c", "c"],
            ["a", "a", "b", "b", "c", "c", "a"]
        )
        let metric = try AnyMetric(name: "f1", options: ["average": .string(average)])
        var tallies: [String: Int] = [:]
        for (target, predicted) in examples {
            let score = try metric.score(label(predicted), target: .label(target))
            tallies[try #require(score).stored, default: 0] += 1
        }
        let figures = try #require(
            try metric.figures(
                targets: ["a": (3, 0), "b": (2, 1), "c": (2, 0), "d": (0, 4), "e": (1, 0)],
                tallies: tallies,
                seed: 3
            )
        )
        #expect(figures["a"]?.value == 4.0 / 6)
        #expect(figures["b"]?.value == 0.5)
        #expect(figures["c"]?.value == 0.5)
        #expect(figures["a"]?.count == 3)
        #expect(figures["b"]?.failures == 1)
        let interval = try #require(figures["a"]?.interval)
        #expect(interval.lower < 4.0 / 6 && interval.upper > 4.0 / 6)
        // Nothing of d was answered: its F1 is undefined, not 0.
        #expect(figures["d"] == Figure(value: nil, interval: nil, count: 0, failures: 4))
    }

    /// A label that is called like the name for all the rest.
    @Test(arguments: ["", "other"]) func f1OfAnOddlyNamedTarget(name: String) throws {
        let metric = try AnyMetric(name: "f1")
        let tallies = try ["", "other", "x"].map {
            try #require(try metric.score(label($0), target: .label(name))).stored
        }
        let figures = try metric.figures(
            targets: [name: (3, 0)],
            tallies: Dictionary(tallies.map { ($0, 1) }, uniquingKeysWith: +),
            seed: 1
        )
        // One true positive, two false negatives, no false positive.
        #expect(figures?[name]?.value == 0.5)
    }

    @Test func otherMetricsHaveNoFigureOfATarget() throws {
        for name in ["accuracy", "expected_calibration_error", "top_k_accuracy"] {
            let metric = try AnyMetric(name: name)
            #expect(try metric.figures(targets: ["a": (1, 0)], tallies: [:], seed: 1) == nil)
        }
    }

    /// torchmetrics' tests of calibration_error: two bins, the positive class's probability.
    @Test(arguments: [("mean", 0.29), ("rms", 0.2918), ("max", 0.3167)])
    func calibrationOfTwoBins(norm: String, expected: Double) throws {
        let examples = zip([0.25, 0.25, 0.55, 0.75, 0.75], [false, false, true, true, true]).map {
            (
                Outcome.labels([ScoredLabel(label: "yes", score: $0)]),
                Target.label($1 ? "yes" : "no") as Target?
            )
        }
        let options: [String: JSONValue] = ["bins": .integer(2), "norm": .string(norm)]
        let found = try value("expected_calibration_error", options, examples)
        #expect(isClose(found, expected, within: 5e-5))
    }

    /// torchmetrics' test of several classes in three bins.
    @Test(arguments: [("mean", 0.2), ("rms", 0.2082), ("max", 0.2333)])
    func calibrationOfThreeBins(norm: String, expected: Double) throws {
        let rows = [
            [0.25, 0.20, 0.55], [0.55, 0.05, 0.40], [0.10, 0.30, 0.60], [0.90, 0.05, 0.05],
        ]
        let examples = zip(rows, [0, 1, 2, 0]).map {
            (scores($0), Target.label("\($1)") as Target?)
        }
        let options: [String: JSONValue] = ["bins": .integer(3), "norm": .string(norm)]
        let found = try value("expected_calibration_error", options, examples)
        #expect(isClose(found, expected, within: 5e-5))
    }

    /// Bins are open below and closed above, and 0 belongs to the first.
    @Test(arguments: [(0.0, 0), (0.1, 0), (0.2, 0), (0.200_001, 1), (0.4, 1), (0.6, 2), (1.0, 4)])
    func binEdges(confidence: Double, bin: Int) {
        let tally = CalibrationTally(confidence: confidence, correct: true, bins: 5)
        #expect(tally.bins.map(\.index) == [bin])
    }

    @Test(arguments: [-0.1, 1.2, Double.nan, 12.5])
    func aScoreThatIsNoProbabilityIsRefused(score: Double) throws {
        let metric = try AnyMetric(name: "expected_calibration_error")
        #expect(throws: MetricError.self) {
            try metric.score(.labels([ScoredLabel(label: "a", score: score)]), target: .label("a"))
        }
    }
}
