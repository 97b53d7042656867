import Domain
import Foundation
import Testing

@testable import Scoring

@Suite struct TemperatureTests {
    /// Answers of a model whose logits are twice what the labels are drawn from, by example.
    private func tallies(
        _ count: Int,
        held: Double = 0.5
    ) throws -> (tallies: [Int64: String], logits: [Int64: ([Double], Int)]) {
        var random = SeededRandom(seed: 5)
        let metric = try FittedTemperature(options: ["held_out": .number(held)])
        var tallies: [Int64: String] = [:]
        var logits: [Int64: ([Double], Int)] = [:]
        for id in 0..<Int64(count) {
            let own = (0..<3).map { _ in Double.random(in: -1.5...1.5, using: &random) }
            let exact = TemperatureScaling(temperature: 1).probabilities(logits: own)
            var draw = Double.random(in: 0..<1, using: &random)
            let right = exact.firstIndex { share in
                draw -= share
                return draw < 0
            }
            let sure = TemperatureScaling(temperature: 0.5).probabilities(logits: own)
            let labels = zip(["a", "b", "c"], sure).map { ScoredLabel(label: $0, score: $1) }
                .sorted { $0.score > $1.score }
            let name = ["a", "b", "c"][right ?? 2]
            let example = ScoredExample(target: .label(name), key: "key-\(id)")
            tallies[id] = try #require(try metric.tally(.labels(labels), of: example)).stored
            logits[id] = (
                labels.map { log($0.score) }, labels.firstIndex { $0.label == name } ?? 0
            )
        }
        return (tallies, logits)
    }

    /// The temperature by which the model was too sure comes back, and the other part shows it.
    @Test func aKnownTemperatureIsRecovered() throws {
        let (tallies, logits) = try tallies(8_000)
        let found = try HeldOutTemperature(tallies)
        let temperature = try #require(found.temperature)
        #expect(abs(temperature - 2) < 0.15, "\(temperature)")
        #expect(found.fitted + found.answers.count == 8_000)
        #expect(abs(found.fitted - 4_000) < 200)
        #expect(found.reason == nil)

        // Fitted on the one part alone, to the letter what the fit gives.
        let others = Set(found.answers.map(\.exampleID))
        let held = logits.keys.filter { !others.contains($0) }.sorted().compactMap { logits[$0] }
        let direct = TemperatureScaling(fittedTo: held.map(\.0), targets: held.map(\.1))
        #expect(abs((direct?.temperature ?? 0) - temperature) < 1e-9)

        for name in HeldOutTemperature.metrics {
            let metric = try AnyMetric(name: name)
            func value(_ part: KeyPath<HeldOutTemperature.Answer, Outcome>) throws -> Double {
                var counts: [String: Int] = [:]
                for answer in found.answers {
                    let score = try metric.score(answer[keyPath: part], target: answer.target)
                    counts[score?.stored ?? "", default: 0] += 1
                }
                let figure = try metric.figure(tallies: counts, failures: 0, seed: 1)
                return try #require(figure.value)
            }
            #expect(try value(\.after) < value(\.before), "\(name)")
        }
    }

    /// Parts are decided by the key alone, near enough to the share, also for keys that count up.
    @Test func partsAreDecidedByTheKey() throws {
        for prefix in ["", "k", "images/test/"] {
            let places = (0..<10_000).map { FittedTemperature.place("\(prefix)\($0)") }
            #expect(places.allSatisfy { (0..<1).contains($0) })
            for share in [0.1, 0.5, 0.9] {
                let held = places.count { $0 < share }
                #expect(abs(Double(held) / 10_000 - share) < 0.02, "\(prefix) \(share)")
            }
        }
        #expect(FittedTemperature.place("a") != FittedTemperature.place("b"))
    }

    /// A model that gives its best label alone says nothing that a temperature could change.
    @Test func incompleteAnswersHaveNoTemperature() throws {
        let metric = try FittedTemperature(options: [:])
        var tallies: [Int64: String] = [:]
        for id in 0..<20 as Range<Int64> {
            let labels = [ScoredLabel(label: "a", score: 0.7)]
            let example = ScoredExample(target: .label("a"), key: "\(id)")
            tallies[id] = try metric.tally(.labels(labels), of: example)?.stored
        }
        let found = try HeldOutTemperature(tallies)
        #expect(found.temperature == nil && found.answers.isEmpty)
        #expect(found.reason?.contains("20 of 20 answers lack") == true)
        let none = try HeldOutTemperature([:])
        #expect(none.temperature == nil && none.fitted == 0 && none.reason != nil)
        #expect(throws: MetricError.self) { try HeldOutTemperature([1: "[[1,2]]"]) }
        #expect(throws: MetricError.self) {
            try AnyMetric(name: "temperature_scaling", options: ["held_out": .integer(1)])
        }
    }
}
