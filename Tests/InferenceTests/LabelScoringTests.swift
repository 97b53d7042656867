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
}
