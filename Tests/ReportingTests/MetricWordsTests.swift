import Domain
import Testing

@testable import Reporting

struct MetricWordsTests {
    @Test(
        arguments: [
            ("accuracy", [:], "Accuracy", ""),
            ("top_k_accuracy", ["k": .integer(5)], "Top-5 accuracy", ""),
            ("f1", ["average": .string("macro")], "Macro F1", ""),
            (
                "recall_at_k", ["k": .integer(10), "direction": .string("image_to_text")],
                "Recall@10", "image → text"
            ),
            (
                "expected_calibration_error", ["bins": .integer(15), "norm": .string("mean")],
                "Calibration error", "15 bins"
            ),
            (
                "expected_calibration_error", ["bins": .integer(15), "norm": .string("max")],
                "Calibration error", "15 bins, norm max"
            ),
            (
                "word_error_rate", ["normalizer": .string("basic@1")], "Word error rate",
                "normaliser basic@1"
            ),
            ("word_error_rate", ["normalizer": .string("none@1")], "Word error rate", ""),
            (
                "toxicity",
                ["scorer": .string("word_list:words@0123456789ab"), "score": .string("toxicity")],
                "Toxicity", "judged by the word list words, no classifier"
            ),
            (
                "toxicity",
                ["scorer": .string("text-classification:bert@0123"), "score": .string("insult")],
                "Toxicity", "score insult, judged by bert"
            ),
            (
                "of_tomorrow", ["some_option": .string("a_value")], "Of tomorrow",
                "some option a value"
            ),
        ] as [(String, [String: JSONValue], String, String)]
    )
    func `Metrics are named so that a column's head has room`(
        name: String,
        options: [String: JSONValue],
        heading: String,
        details: String
    ) {
        let words = MetricWords(name: name, options: options)
        #expect(words.heading == heading)
        #expect(words.details == details)
    }

    @Test func `Who answered is counted by what they are`() {
        func answerer(_ backend: String) -> Answerer {
            Answerer(name: backend, backend: backend, says: [])
        }
        #expect(AnswererList.counted([]) == "Nobody")
        #expect(AnswererList.counted([answerer("native")]) == "1 model")
        #expect(
            AnswererList.counted(
                ["baseline", "command", "native", "baseline", "unheard of"].map(answerer)
            ) == "1 model, 1 outside program, 2 baselines and 1 other model"
        )
    }

    @Test func `Axis labels leave room between them`() {
        #expect(Scale(covering: [], isShare: true).labelledTicks == [0, 0.5, 1])
        let figure = Figure(value: 2.9, interval: nil, count: 1, failures: 0)
        let scale = Scale(covering: [figure], isShare: false)
        #expect(scale.labelledTicks.first == 0)
        #expect(scale.labelledTicks.last == scale.upper)
        #expect(scale.labelledTicks.count <= 3)
    }
}
