import Domain
import Foundation
import Storage
import Testing

@testable import Evaluation

/// Fairness and likelihoods as suites ask for them, over recorded answers with figures by hand.
@Suite struct GroupedRunTests {
    private func figures(_ bench: Workbench, _ run: Int64, _ attribute: String) throws -> [String:
        Double]
    {
        let task = try bench.store.tasks(runID: run)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        let rows = try bench.store.allFigures(metricID: metric.id)
            .filter { $0.attribute == attribute }
        return Dictionary(
            rows.compactMap { row in
                row.figure.value.map { ("\(row.statistic) \(row.group)", $0) }
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Of group x both that should are chosen and one of two others, of z one of two and none.
    @Test func demographicParityAndEqualizedOdds() async throws {
        let bench = try Workbench()
        let rows = [
            ("x", "1", "1"), ("x", "1", "1"), ("x", "0", "1"), ("x", "0", "0"), ("z", "1", "1"),
            ("z", "1", "0"), ("z", "0", "0"), ("z", "0", "0"),
        ]
        try bench.add(
            "people",
            .text,
            rows.enumerated().map { index, row in
                Example(
                    key: "p\(index)",
                    text: "person \(index)",
                    target: .label(row.1),
                    attributes: ["group": row.0, "half": index.isMultiple(of: 2) ? "a" : "b"]
                )
            }
        )
        let said = rows.enumerated().map { "{\"key\": \"p\($0)\", \"label\": \"\($1.2)\"}" }
        try bench.write("said.jsonl", said.joined(separator: "\n"))
        let summary = try await bench.run(
            """
            name: fair
            tasks:
              - task: text-classification
                dataset: people
                metrics: [selection_rate]
                group_by: [group, [group, half]]
            models: [{ name: said, backend: recorded, file: said.jsonl }]
            """
        )
        let group = try figures(bench, summary.runID, "group")
        #expect(group["value x"] == 0.75 && group["value z"] == 0.25)
        #expect(group["difference_between_groups "] == 0.5)
        #expect(group["ratio_between_groups "] == 0.25 / 0.75)
        // True positive rates 1 and 0.5, false positive rates 0.5 and 0.
        #expect(group["equalized_odds_difference "] == 0.5)
        #expect(group["equalized_odds_ratio "] == 0)
        #expect(group["equal_opportunity_difference "] == 0.5)
        let crossed = try figures(bench, summary.runID, "group & half")
        #expect(crossed["value x & a"] == 1 && crossed["value x & b"] == 0.5)
        #expect(crossed["value z & a"] == 0.5 && crossed["value z & b"] == 0)
        #expect(crossed["difference_between_groups "] == 1)
    }

    /// Two texts of 3 and 5 bytes: -ln p of 2 over 2 tokens and 6 over 3, one and two words.
    @Test func perplexitiesAndBitsPerByte() async throws {
        let bench = try Workbench()
        try bench.add(
            "texts",
            .text,
            [Example(key: "a", text: "cat"), Example(key: "b", text: "a dog")]
        )
        try bench.write(
            "said.jsonl",
            """
            {"key": "a", "output": [{"text": "cat", "log_likelihood": -2, "tokens": 2, \
            "is_greedy": false}]}
            {"key": "b", "output": [{"text": "a dog", "log_likelihood": -6, "tokens": 3, \
            "is_greedy": false}]}
            """
        )
        let summary = try await bench.run(
            """
            name: likelihoods
            tasks:
              - task: perplexity
                dataset: texts
                metrics: [perplexity, perplexity: { unit: word }, perplexity: { unit: byte }, bits_per_byte]
            models: [{ name: said, backend: recorded, file: said.jsonl }]
            """
        )
        let task = try bench.store.tasks(runID: summary.runID)[0]
        let values = try bench.store.metrics(taskID: task.id).map { metric in
            try bench.store.figures(metricID: metric.id).first?.figure.value ?? .nan
        }
        let expected = [exp(8.0 / 5), exp(8.0 / 3), exp(1.0), 1 / log(2.0)]
        try #require(values.count == expected.count)
        for (value, expected) in zip(values, expected) { #expect(abs(value - expected) < 1e-12) }
    }
}
