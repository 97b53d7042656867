import Checkpoints
import Domain
import Inference
import Testing

struct LabelScoringTests {
    @Test func softmaxSumsToOneAndKeepsTheOrderOfEqualScores() {
        let scores = LabelScoring.softmax.scores([1, 3, 1], labels: ["a", "b", "c"])
        #expect(scores.map(\.label) == ["b", "a", "c"])
        #expect(abs(scores.map(\.score).reduce(0, +) - 1) < 1e-12)
    }

    @Test func sigmoidTakesEachLabelByItself() {
        let scores = LabelScoring.sigmoid.scores([0, 100], labels: ["a", "b"])
        #expect(scores.map(\.label) == ["b", "a"])
        #expect(scores[1].score == 0.5)
    }

    @Test func aRegressionGivesItsNumber() {
        let scores = LabelScoring.none.scores([-1.5, 4], labels: ["a", "b"])
        #expect(scores.map(\.score) == [4, -1.5])
    }

    @Test(arguments: [
        ("{}", 3, LabelScoring.softmax), ("{}", 1, .sigmoid),
        (#"{"problem_type": "regression"}"#, 1, .none),
        (#"{"problem_type": "multi_label_classification"}"#, 3, .sigmoid),
        (#"{"problem_type": "single_label_classification"}"#, 2, .softmax),
    ])
    func theConfigurationDecides(_ json: String, _ labels: Int, _ expected: LabelScoring) throws {
        let scope = try ConfigurationScope(bytes: Array(json.utf8), file: "config.json")
        #expect(try LabelScoring(scope, labels: labels) == expected)
    }

    @Test func anotherProblemIsRefused() throws {
        let json = #"{"problem_type": "ranking"}"#
        let scope = try ConfigurationScope(bytes: Array(json.utf8), file: "config.json")
        #expect(throws: CheckpointError.self) { try LabelScoring(scope, labels: 2) }
    }
}
