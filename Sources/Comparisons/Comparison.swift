import Domain
package import Scoring
package import Storage

/// How two models are compared.
package struct ComparisonOptions: Sendable, Equatable {
    /// The names of metrics; empty for all.
    package var metrics: [String] = []
    /// The names of tasks; empty for all.
    package var tasks: [String] = []
    /// How many samples the bootstrap and the randomisation draw each.
    package var replicates = 10_000
    /// Of the random numbers; nil for that of the first model's run.
    package var seed: Int?
    /// The p at which a difference counts as shown.
    package var significance = 0.05
    /// How many flipped examples are listed for each side; nil for all that a right-or-wrong metric
    /// has, and five of others.
    package var flips: Int?

    package init() {}
}

/// Two models held side by side over the examples that both answered.
package struct Comparison: Sendable {
    package let first: ComparedModel
    package let second: ComparedModel
    package let options: ComparisonOptions
    /// The seed that was taken.
    package let seed: Int
    package let tasks: [TaskComparison]
    /// Tasks that only one side has.
    package let firstAlone: [TaskRecord]
    package let secondAlone: [TaskRecord]
}

/// A task of both models.
package struct TaskComparison: Sendable {
    package let first: TaskRecord
    package let second: TaskRecord
    /// Examples that failed on either side.
    package let firstFailed: Int
    package let secondFailed: Int
    /// Those that have a value on both sides; the first is the one that Holm's correction and the list
    /// of flips are about.
    package internal(set) var metrics: [MetricComparison]
    /// Nil where no metric has a value.
    package let flips: FlippedExamples?

    /// What examples stray together by, an attribute or `medium`; nil for nothing.
    package var clusterBy: String? { first.clusterBy ?? second.clusterBy }
}

/// A metric of a task of both models.
package struct MetricComparison: Sendable {
    package let metric: MetricRecord
    /// Where the scores of both sides are.
    package let pair: PairedMetric
    /// Examples with a score on one side alone, which are left out.
    package let firstAlone: Int
    package let secondAlone: Int
    package let tests: PairedTests
    /// Of word error rates: the stretches of speech in which either model errs.
    package let matchedPairs: MatchedPairs?
    /// The test whose p is ``p``.
    package let test: SignificanceTest
    /// Of no difference, two-sided.
    package let p: Double
    /// ``p`` after Holm's correction over the tasks; nil but for the first metric of each.
    package internal(set) var corrected: Double?
    /// The examples at which a difference as large as this one is shown four times in five; nil for no
    /// difference and where its spread is unknown, as of a single example.
    package let examplesNeeded: Int?
    /// The smallest difference that so many examples as there are show four times in five; nil where
    /// not even the largest would be.
    package let smallestDifference: Double?

    /// The clusters, or examples, from which on swapping can give a p as small as the significance; nil
    /// where there are as many, and for other tests.
    package func unitsToSwap(at significance: Double) -> Int? {
        test == .randomization ? tests.unitsToSwap(at: significance) : nil
    }

    /// Who is better, as far as the p says; of metrics with a value of no bias, who is nearer to it.
    package func verdict(at significance: Double) -> Verdict {
        (corrected ?? p) <= significance
            ? Verdict(of: metric, first: tests.first, second: tests.second) : .none
    }
}

/// Which model a comparison speaks for.
package enum Verdict: String, Sendable {
    case first = "A"
    case second = "B"
    case none

    /// Who has the better value; of metrics with a value of no bias, who is nearer to it.
    package init(of metric: MetricRecord, first: Double, second: Double) {
        guard let unbiased = (try? metricCatalog(metric.name))?.unbiasedValue else {
            let isSecond = (second > first) == metric.higherIsBetter
            self = first == second ? .none : isSecond ? .second : .first
            return
        }
        let (a, b) = (abs(first - unbiased), abs(second - unbiased))
        self = first == second || a == b ? .none : b < a ? .second : .first
    }
}

/// Examples about which two models differ, under the first metric of a task.
package struct FlippedExamples: Sendable, Equatable {
    /// An example with both answers.
    package struct Flip: Sendable, Equatable {
        /// The example's row ids in the two datasets, which are mostly one.
        package let firstExampleID: Int64
        package let secondExampleID: Int64
        package let split: String
        package let key: String
        /// For people.
        package let target: String?
        /// In words; nil where the answer has none, such as an embedding.
        package let firstAnswer: String?
        package let secondAnswer: String?
        /// The metric's values on this example alone.
        package let first: Double
        package let second: Double
    }

    /// What a metric's value says of one example.
    package enum Nature: Sendable, Equatable {
        /// It is right or wrong, with nothing in between.
        case rightOrWrong
        /// One value is better than another.
        case graded
        /// None is: the metric is best where its values even out, such as a share of stereotypes.
        case unbiased
    }

    /// The metric's name.
    package let metric: String
    package let nature: Nature
    package let higherIsBetter: Bool
    /// How many examples each model has better than the other; of metrics of no bias, by the direction in
    /// which they are stored.
    package let firstBetterCount: Int
    package let secondBetterCount: Int
    /// The largest changes first, then by split and key; perhaps not all.
    package let firstBetter: [Flip]
    package let secondBetter: [Flip]

    package var isRightOrWrong: Bool { nature == .rightOrWrong }

    /// What is true of the examples in ``firstBetter``, or in ``secondBetter``: "A right, B wrong".
    package func direction(firstIsBetter: Bool) -> String {
        let (better, worse) = firstIsBetter ? ("A", "B") : ("B", "A")
        return switch nature {
        case .rightOrWrong: "\(better) right, \(worse) wrong"
        case .graded: "\(better) is better"
        case .unbiased:
            "\(higherIsBetter ? better : worse) has the higher \(metric.replacing("_", with: " "))"
        }
    }
}
