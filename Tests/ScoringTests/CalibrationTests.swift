import Domain
import Testing

@testable import Scoring

@Suite struct CalibrationTests {
    private func binary(_ share: Double, _ isPositive: Bool) -> (Outcome, Target?) {
        let labels = [
            ScoredLabel(label: "spam", score: share), ScoredLabel(label: "ham", score: 1 - share),
        ].sorted { $0.score > $1.score }
        return (.labels(labels), .label(isPositive ? "spam" : "ham"))
    }

    /// The examples of scikit-learn's and Hugging Face evaluate's documentation, and the two
    /// conventions beside each other.
    @Test func brierConventions() throws {
        let positive: [String: JSONValue] = [
            "convention": .string("positive"), "positive": .string("spam"),
        ]
        let first = zip([0.1, 0.9, 0.8, 0.3], [false, false, true, true]).map(binary)
        #expect(isClose(try value("brier_score", positive, first), 0.3375))
        #expect(isClose(try value("brier_score", [:], first), 0.675))
        let second = zip([0.1, 0.9, 0.8, 0.3], [false, true, true, false]).map(binary)
        #expect(isClose(try value("brier_score", positive, second), 0.0375))
        #expect(throws: MetricError.self) {
            try AnyMetric(name: "brier_score", options: ["convention": .string("positive")])
        }
        let unnamed: [(Outcome, Target?)] = [(label("a"), .label("b"))]
        #expect(try value("brier_score", [:], unnamed) == 2)
    }

    /// Two bins of equal mass are not those of equal width: 4 examples below one half, 2 above.
    @Test func equalMassAndEqualWidthDiffer() throws {
        let examples = zip(
            [0.4, 0.4, 0.45, 0.45, 0.9, 0.9],
            [true, false, true, true, true, false]
        )
        .map { share, isRight in
            (
                Outcome.labels([ScoredLabel(label: "a", score: share)]),
                Target.label(isRight ? "a" : "b") as Target?
            )
        }
        let two: [String: JSONValue] = ["bins": .integer(2)]
        let width = try value("expected_calibration_error", two, examples)
        let mass = try value("equal_mass_calibration_error", two, examples)
        // Width: |3 - 1.7| + |1 - 1.8| by 6. Mass: |2 - 1.25| + |2 - 2.25| by 6.
        #expect(isClose(width, 2.1 / 6))
        #expect(isClose(mass, 1.0 / 6))
    }

    @Test func certainMistakesAreClipped() throws {
        let examples: [(Outcome, Target?)] = [(label("a"), .label("b"))]
        let found = try value("negative_log_likelihood", [:], examples)
        #expect(isClose(found, 36.043_653_389_117_15, within: 1e-9))
    }

    @Test func rankingIsUndefinedWithoutBothSides() throws {
        let options: [String: JSONValue] = ["positive": .string("spam")]
        let all = [0.1, 0.7].map { binary($0, true) }
        #expect(try value("auroc", options, all) == nil)
        #expect(try value("average_precision", options, all) == 1)
        #expect(try value("average_precision", options, [binary(0.5, false)]) == nil)
        #expect(try value("auroc", [:], all) == nil)
    }

    @Test func selectiveAccuracyTakesTheSurest() throws {
        let examples = zip([0.9, 0.8, 0.7, 0.6], [true, false, true, false]).map {
            (
                Outcome.labels([ScoredLabel(label: "a", score: $0)]),
                Target.label($1 ? "a" : "b") as Target?
            )
        }
        for (coverage, expected) in [(0.25, 1.0), (0.5, 0.5), (0.75, 2.0 / 3), (1, 0.5)] {
            let found = try value(
                "selective_accuracy",
                ["coverage": .number(coverage)],
                examples
            )
            #expect(isClose(found, expected))
        }
        // Risks 0, 1/2, 1/3, 1/2.
        #expect(isClose(try value("risk_coverage_area", [:], examples), (0.5 + 1.0 / 3 + 0.5) / 4))
        var total = ScoredTally.zero
        for (outcome, target) in examples {
            total += try #require(try RiskCoverage(options: [:]).tally(outcome, target: target))
        }
        let curve = total.column.riskByCoverage
        #expect(curve.map(\.coverage) == [0.25, 0.5, 0.75, 1])
        #expect(curve.map(\.risk) == [0, 0.5, 1.0 / 3, 0.5])
    }

    @Test func reliabilityDiagramHasBars() throws {
        var total = CalibrationTally.zero
        for (share, isRight) in [(0.55, true), (0.6, false), (0.9, true)] {
            total += CalibrationTally(confidence: share, correct: isRight, bins: 2)
        }
        let bars = ReliabilityDiagram(total, bins: 2).bars
        #expect(bars.count == 1)
        #expect(bars[0].lower == 0.5 && bars[0].upper == 1 && bars[0].count == 3)
        #expect(isClose(bars[0].confidence, 2.05 / 3) && isClose(bars[0].accuracy, 2.0 / 3))
    }
}
