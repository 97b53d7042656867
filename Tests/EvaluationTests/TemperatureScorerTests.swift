import Domain
import Foundation
import Scoring
import Storage
import Testing

@testable import Evaluation

/// A temperature as a suite and as `assay score` ask for it, over recorded answers.
@Suite struct TemperatureScorerTests {
    /// Four hundred texts of which a model says with 99 % what is right for three of four.
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.addTexts(400)
        let rows = (0..<400).map { index in
            let isRight = index % 4 != 3
            let answer = index.isMultiple(of: 2) == isRight ? "even" : "odd"
            let other = answer == "even" ? "odd" : "even"
            return """
                {"key": "k\(index)", "output": [{"label": "\(answer)", "score": 0.99}, \
                {"label": "\(other)", "score": 0.01}]}
                """
        }
        try bench.write("said.jsonl", rows.joined(separator: "\n"))
        return bench
    }

    private func statistics(_ bench: Workbench, _ run: Int64, _ name: String) throws -> [String:
        Figure]
    {
        let task = try bench.store.tasks(runID: run)[0]
        let metric = try #require(
            try bench.store.metrics(taskID: task.id).first { $0.name == name }
        )
        let figures = try bench.store.allFigures(metricID: metric.id)
            .filter { $0.attribute == GroupFigure.temperatureScaling }
        return Dictionary(uniqueKeysWithValues: figures.map { ($0.statistic, $0.figure) })
    }

    private static let metrics =
        "[expected_calibration_error, equal_mass_calibration_error, negative_log_likelihood, "
        + "brier_score, accuracy"

    /// With one confidence everywhere the temperature has a closed form: that at which the confidence is
    /// the share of right answers among the held-out examples.
    @Test func aSuiteGetsTheTemperatureAndWhatItDoes() async throws {
        let bench = try bench()
        let summary = try await bench.run(
            bench.textSuite(
                "backend: recorded, file: said.jsonl",
                metrics: Self.metrics + ", temperature_scaling]"
            )
        )
        let held = (0..<400).filter { Self.isHeldOut("k\($0)") }
        let others = (0..<400).filter { !Self.isHeldOut("k\($0)") }
        func accuracy(_ indices: [Int]) -> Double {
            Double(indices.count { $0 % 4 != 3 }) / Double(indices.count)
        }
        func logit(_ share: Double) -> Double { log(share / (1 - share)) }
        let temperature = logit(0.99) / logit(accuracy(held))

        let error = try statistics(bench, summary.runID, "expected_calibration_error")
        #expect(Set(error.keys) == ["temperature", "before_temperature", "after_temperature"])
        let found = try #require(error["temperature"])
        #expect(abs((found.value ?? 0) - temperature) < 1e-6)
        #expect(found.count == held.count && found.note == nil)
        let before = try #require(error["before_temperature"])
        let after = try #require(error["after_temperature"])
        #expect(before.count == others.count && after.count == others.count)
        #expect(abs((before.value ?? 0) - (0.99 - accuracy(others))) < 1e-6)
        #expect(abs((after.value ?? 0) - abs(accuracy(held) - accuracy(others))) < 1e-6)
        #expect(after.interval != nil)

        for name in ["equal_mass_calibration_error", "negative_log_likelihood", "brier_score"] {
            let rows = try statistics(bench, summary.runID, name)
            let pair = (rows["before_temperature"]?.value, rows["after_temperature"]?.value)
            #expect(try #require(pair.1) < #require(pair.0), "\(name)")
        }
        #expect(try statistics(bench, summary.runID, "accuracy").isEmpty)
        let own = try statistics(bench, summary.runID, "temperature_scaling")
        #expect(own.keys.sorted() == ["temperature"])

        // People read the temperature as a number, not as a share.
        let record = try bench.store.run(summary.runID)
        let page = try RunReport(store: bench.store, run: record).page
        #expect(page.contains(String(format: "%.4f", temperature)))
    }

    @Test func scoredAgainWithoutAModel() async throws {
        let bench = try bench()
        let summary = try await bench.run(
            bench.textSuite(
                "backend: recorded, file: said.jsonl",
                metrics: "[expected_calibration_error]"
            )
        )
        let record = try bench.store.run(summary.runID)
        #expect(try statistics(bench, summary.runID, "expected_calibration_error").isEmpty)
        let scorer = Scorer(store: bench.store)
        let added = try scorer.add("temperature_scaling", to: record)
        let first = try scorer.score(run: record, metrics: Set(added.map(\.id)))
        #expect(first.map(\.result) == [.new])
        let error = try statistics(bench, summary.runID, "expected_calibration_error")
        #expect(error.count == 3)
        // Nothing differs the second time, though the statistics are made of two metrics.
        let again = try scorer.score(run: record)
        #expect(again.map(\.result) == [.unchanged, .unchanged])
        #expect(try statistics(bench, summary.runID, "expected_calibration_error") == error)
    }

    @Test func withoutAllProbabilitiesThereIsAReason() async throws {
        let bench = try bench()
        let rows = (0..<400).map { "{\"key\": \"k\($0)\", \"label\": \"even\"}" }
        try bench.write("best.jsonl", rows.joined(separator: "\n"))
        let summary = try await bench.run(
            bench.textSuite(
                "backend: recorded, file: best.jsonl",
                metrics: "[expected_calibration_error, temperature_scaling]"
            )
        )
        let error = try statistics(bench, summary.runID, "expected_calibration_error")
        #expect(error.keys.sorted() == ["temperature"])
        #expect(error["temperature"]?.value == nil)
        #expect(error["temperature"]?.note?.contains("lack a probability") == true)
    }

    /// Of a model that is certain and as often wrong no temperature is high enough.
    @Test func aTemperatureAtItsLimitIsNone() async throws {
        let bench = try bench()
        let rows = (0..<400).map { index in
            let (first, second) =
                Self.isHeldOut("k\(index)") == index.isMultiple(of: 2)
                ? ("odd", "even") : ("even", "odd")
            return """
                {"key": "k\(index)", "output": [{"label": "\(first)", "score": 1}, \
                {"label": "\(second)", "score": 0}]}
                """
        }
        try bench.write("wrong.jsonl", rows.joined(separator: "\n"))
        let summary = try await bench.run(
            bench.textSuite(
                "backend: recorded, file: wrong.jsonl",
                metrics: "[brier_score, temperature_scaling]"
            )
        )
        let brier = try statistics(bench, summary.runID, "brier_score")
        #expect(brier.keys.sorted() == ["temperature"])
        #expect(brier["temperature"]?.value == nil)
        #expect(brier["temperature"]?.note?.contains("no maximum between") == true)
    }

    /// The part by the key, as a tally says it.
    private static func isHeldOut(_ key: String) -> Bool {
        let metric = try? AnyMetric(name: "temperature_scaling")
        let labels = [ScoredLabel(label: "a", score: 1)]
        let score = try? metric?.score(
            .labels(labels),
            of: ScoredExample(target: .label("a"), key: key)
        )
        return score.flatMap { HeldOutTally(stored: $0.stored) }?.rows.keys.first?.isHeldOut == true
    }
}
