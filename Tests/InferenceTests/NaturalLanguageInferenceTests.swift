import Checkpoints
import Inference
import Testing

struct NaturalLanguageInferenceTests {
    static func read(_ json: String, _ labels: [String]) throws -> NaturalLanguageInference? {
        let scope = try ConfigurationScope(bytes: Array(json.utf8), file: "config.json")
        return try NaturalLanguageInference(scope, labels: labels)
    }

    @Test func theLabelsSayWhichIsWhich() throws {
        let last = try Self.read("{}", ["CONTRADICTION", "NEUTRAL", "ENTAILMENT"])
        #expect(last?.entailment == 2 && last?.contradiction == 0)
        let first = try Self.read("{}", ["entailment", "neutral", "contradiction"])
        #expect(first?.entailment == 0 && first?.contradiction == 2)
        #expect(try Self.read("{}", ["LABEL_0", "LABEL_1"]) == nil)
    }

    @Test func theNumberThatIsGivenForTheLabelCounts() throws {
        let json = #"{"label2id": {"Entails": 1, "no": 0}}"#
        #expect(try Self.read(json, ["a", "b"])?.entailment == 1)
        #expect(throws: CheckpointError.self) { try Self.read(json, ["a"]) }
    }
}
