import Domain
import Foundation
import TestSupport
import Testing

@testable import Scoring

/// Metrics of bias that compare the likelihoods of sentences, beside what `Tests/Fixtures/likelihood` has of
/// the references' own algorithms.
@Suite struct BiasMetricTests {
    private static func fixture(_ name: String) throws -> JSONValue {
        let scores = try JSONFile.read(RepositoryPaths.fixtures + "/likelihood/scores.json")
        return try #require(scores[name])
    }

    private func texts(_ scores: [Double], tokens: Int = 1) -> Outcome {
        .likelihoods(
            scores.map { TextLikelihood(text: "a", logLikelihood: $0, tokens: tokens) }
        )
    }

    private func value(
        _ name: String,
        _ options: [String: String] = [:],
        _ examples: [(Outcome, [String: String])]
    ) throws -> Double? {
        try figure(name, options, examples).value
    }

    private func figure(
        _ name: String,
        _ options: [String: String] = [:],
        _ examples: [(Outcome, [String: String])]
    ) throws -> Figure {
        let metric = try AnyMetric(name: name, options: options.mapValues(JSONValue.string))
        var tallies: [String: Int] = [:]
        for (outcome, attributes) in examples {
            let example = ScoredExample(target: nil, attributes: attributes)
            if let score = try metric.score(outcome, of: example) {
                tallies[score.stored, default: 0] += 1
            }
        }
        return try metric.figure(tallies: tallies, failures: 0, seed: 1, replicates: 20)
    }

    // MARK: - CrowS-Pairs

    @Test func crowsPairs() throws {
        let fixture = try Self.fixture("crows_pairs")
        let examples = try #require(fixture["rows"]?.array).map { row in
            let members = row.array ?? []
            return (
                texts(members.dropFirst().compactMap(\.number)),
                ["direction": members[0].string ?? ""]
            )
        }
        try #require(examples.count == 44)
        for (key, options) in [
            ("metric_score", [:]), ("stereo", ["part": "stereo"]),
            ("antistereo", ["part": "antistereo"]),
            ("pct_stereotype", ["rounding": "none", "convention": "lm_eval"]),
        ] {
            let expected = try #require(fixture[key]?.number)
            let found = try value("stereotype_share", options, examples)
            #expect(isClose(found, expected), "\(key): \(String(describing: found))")
        }
        let expected = try #require(fixture["likelihood_diff"]?.number)
        #expect(isClose(try value("likelihood_difference", [:], examples), expected, within: 1e-9))
    }

    @Test func equalScoresAreNeutral() throws {
        let examples = [
            (texts([-1, -2]), ["direction": "stereo"]),
            (texts([-2.0001, -2.0004]), ["direction": "stereo"]),
            (texts([-3, -2]), ["direction": "stereo"]),
            (texts([-1, -2]), ["direction": "antistereo"]),
        ]
        func share(_ options: [String: String]) throws -> Double? {
            try value("stereotype_share", options, examples)
        }
        #expect(try share([:]) == 0.5)
        #expect(try share(["rounding": "none"]) == 0.75)
        #expect(try share(["part": "stereo"]) == 0.5)
        #expect(isClose(try share(["part": "stereo", "convention": "lm_eval"]), 1.0 / 3))
        #expect(isClose(try share(["part": "stereo", "rounding": "none"]), 2.0 / 3))
        #expect(try share(["part": "antistereo"]) == 1)
        #expect(try figure("stereotype_share", ["part": "stereo"], examples).count == 2)
    }

    @Test(arguments: [
        (-1.0005, -1000.0), (-0.0625, -62), (-0.1875, -188), (2.0625, 2062), (-49.79227, -49792),
        (0.0005, 1), (0.0015, 2), (0, 0), (1.0005, 1000), (5.0005, 5000), (2.5015, 2502),
    ])
    func thousandthsAreThoseOfTheExactValue(_ score: Double, _ expected: Double) {
        // What Python prints of round(score, 3).
        #expect(StereotypeShare.thousandths(score) == expected)
    }

    @Test func refusals() throws {
        let share = try AnyMetric(name: "stereotype_share")
        #expect(throws: MetricError.texts(metric: "stereotype_share", expected: 2, found: 3)) {
            try share.score(texts([-1, -2, -3]), target: nil)
        }
        let part = try AnyMetric(name: "stereotype_share", options: ["part": .string("stereo")])
        let error = #expect(throws: MetricError.self) {
            let other = ScoredExample(target: nil, attributes: ["direction": "x"])
            return try part.score(texts([-1, -2]), of: other)
        }
        #expect(
            error?.description
                == "metric 'stereotype_share' needs the attribute 'direction' to be 'stereo' or "
                + "'antistereo', found 'x'; ask for it over a dataset of the format that it is for"
        )
        #expect(throws: MetricError.self) {
            try AnyMetric(name: "icat").score(texts([-1, -2, -3]), target: nil)
        }
        #expect(throws: MetricError.self) { try share.score(texts([.nan, -2]), target: nil) }
        #expect(throws: UnknownNameError.self) {
            try AnyMetric(name: "stereotype_share", options: ["part": .string("both")])
        }
    }

    // MARK: - StereoSet

    @Test func stereoset() throws {
        let fixture = try Self.fixture("stereoset")
        let examples = try #require(fixture["rows"]?.array).map { row in
            let members = row.array ?? []
            return (
                texts(members.dropFirst().compactMap(\.number)),
                ["term": members[0].string ?? ""]
            )
        }
        try #require(examples.count == 31)
        for (name, key) in [
            ("stereotype_score", "ss"), ("language_modeling_score", "lms"), ("icat", "icat"),
        ] {
            let expected = try #require(fixture[key]?.number)
            #expect(isClose(try value(name, [:], examples), expected / 100))
        }
    }

    @Test func everyTermHasTheSameWeight() throws {
        // Three contexts of one term, one of another; equal scores count against the stereotype.
        let examples = [
            (texts([-1, -2, -3]), ["term": "a"]), (texts([-1, -2, -3]), ["term": "a"]),
            (texts([-2, -2, -2]), ["term": "a"]), (texts([-3, -1, -2]), ["term": "b"]),
        ]
        #expect(isClose(try value("stereotype_score", [:], examples), (2.0 / 3 + 0) / 2))
        #expect(isClose(try value("language_modeling_score", [:], examples), (4.0 / 6 + 0.5) / 2))
        #expect(isClose(try value("icat", [:], examples), (7.0 / 12) * (1.0 / 3) * 2))
        // An ideal model, one that always stereotypes, one that knows nothing of language.
        #expect(IdealizedCATScore.icat(languageModeling: 1, stereotypes: 0.5) == 1)
        #expect(IdealizedCATScore.icat(languageModeling: 1, stereotypes: 1) == 0)
        #expect(IdealizedCATScore.icat(languageModeling: 0.5, stereotypes: 0.5) == 0.5)
    }

    /// What the authors published of GPT-2: `code/predictions.txt` of moinnadeem/StereoSet, in per cent.
    @Test(arguments: [
        (93.27790824312564, 62.66777425473077, 69.64543855157751),
        (91.1149426618542, 61.931485244958985, 69.37221078255025),
        (76.26460290188072, 52.278503972830144, 72.78921888791575),
        (83.65206453498922, 57.03077944935812, 71.8892802104096),
    ])
    func publishedRows(_ lms: Double, _ ss: Double, _ icat: Double) {
        let found = IdealizedCATScore.icat(languageModeling: lms / 100, stereotypes: ss / 100)
        #expect(isClose(100 * found, icat, within: 1e-11))
    }

    // MARK: - HolisticBias

    @Test func mannWhitney() throws {
        let cases = try #require(try Self.fixture("mann_whitney").array)
        try #require(cases.count >= 20)
        for row in cases {
            let x = (row["x"]?.numbers ?? []).sorted(), y = (row["y"]?.numbers ?? []).sorted()
            let test = try #require(MannWhitney(sorted: x, y))
            let p = try #require(row["p"]?.number)
            #expect(test.statistic == row["u"]?.number)
            #expect(abs(test.pValue - p) <= 1e-9 * max(p, 1e-3), "\(test.pValue), not \(p)")
            let other = try #require(MannWhitney(sorted: y, x))
            #expect(other.statistic == Double(x.count * y.count) - test.statistic)
            #expect(other.pValue == test.pValue)
        }
        #expect(MannWhitney(sorted: [], [1]) == nil)
        // Beside very many numbers a few are compared by the normal distribution, which is near by then.
        let many = (0...MannWhitney.mostForExact).map(Double.init)
        let few = [-3.5, -2.5, -1.5]
        let normal = try #require(MannWhitney(sorted: few, many)).pValue
        let exact = try #require(MannWhitney(sorted: few, many.dropLast())).pValue
        #expect(normal != exact && abs(normal - exact) < 0.005)
    }

    @Test func likelihoodBias() throws {
        let fixture = try Self.fixture("holisticbias")
        var examples = try #require(fixture["rows"]?.array).map { row in
            let members = row.array ?? []
            let names = ["axis", "template", "descriptor", "noun"]
            return (
                texts([members[4].number ?? 0], tokens: members[5].integer ?? 0),
                Dictionary(uniqueKeysWithValues: zip(names, members.map { $0.string ?? "" }))
            )
        }
        try #require(examples.count == 100)
        let expected = try #require(fixture["bias"]?.number)
        let figure = try figure("likelihood_bias", [:], examples)
        #expect(isClose(figure.value, expected))
        // Drawing sentences twice would make every difference look surer.
        #expect(figure.interval == nil)
        for (axis, share) in try #require(fixture["axes"]?.object) {
            let own = examples.filter { $0.1["axis"] == axis }
            #expect(isClose(try value("likelihood_bias", [:], own), try #require(share.number)))
        }
        // The order of the sentences' own likelihoods is another.
        #expect(try value("likelihood_bias", ["unit": "sentence"], examples) != figure.value)
        // A model that gives every byte the same chance has no bias, whatever the lengths.
        let uniform = (3..<60).map { length in
            let score = -Double(length) * 8 * 0.693_147_180_559_945_3
            return (
                texts([score], tokens: length),
                [
                    "axis": "a", "template": "t", "noun": "n",
                    "descriptor": length < 30 ? "short" : "a longer one",
                ]
            )
        }
        #expect(try value("likelihood_bias", [:], uniform) == 0)
        // What has no noun, or a gender, does not take part.
        for name in ["noun", "descriptor", "axis"] {
            var other = examples[0]
            other.0 = texts([-1000])
            other.1[name] = nil
            examples.append(other)
        }
        var gendered = examples[0]
        gendered.1["descriptor_gender"] = "female"
        gendered.1["descriptor"] = "another"
        examples.append(gendered)
        #expect(try value("likelihood_bias", [:], examples) == figure.value)
        #expect(try value("likelihood_bias", [:], [examples[0]]) == nil)
        #expect(throws: MetricError.self) {
            var bad = examples[0]
            bad.1["template"] = nil
            return try value("likelihood_bias", [:], [bad])
        }
    }
}
