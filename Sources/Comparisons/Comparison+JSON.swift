package import Domain
import Scoring
import Storage

/// A comparison for scripts: every number with every digit, and the names of the methods.
extension Comparison {
    package var json: JSONValue {
        .object([
            "a": Self.json(first),
            "b": Self.json(second),
            "difference": .string("b - a"),
            "confidence": .number(0.95),
            "alpha": .number(options.significance),
            "power": .number(Power().power),
            "replicates": .integer(options.replicates),
            "seed": .integer(seed),
            "correction": .string("holm"),
            "correctedTasks": .integer(tasks.count { !$0.metrics.isEmpty }),
            "tasks": .array(tasks.map(json)),
            "onlyA": .array(firstAlone.map(Self.json)),
            "onlyB": .array(secondAlone.map(Self.json)),
        ])
    }

    private static func json(_ side: ComparedModel) -> JSONValue {
        .object([
            "run": .integer(Int(side.run.id)),
            "suite": .string(side.run.suite),
            "model": .string(side.model),
        ])
    }

    private static func json(_ task: TaskRecord) -> JSONValue {
        .object([
            "task": .string(task.task),
            "dataset": .string(task.dataset),
            "datasetFingerprint": .string(task.datasetFingerprint),
            "split": task.split.map(JSONValue.string) ?? .null,
            "limit": task.exampleLimit.map(JSONValue.integer) ?? .null,
            "options": (try? JSONValue(parsing: task.options)) ?? .null,
            "perturbation": task.perturbation.flatMap { try? JSONValue(parsing: $0) } ?? .null,
            "repetition": .integer(task.repetition),
            "clusterBy": task.clusterBy.map(JSONValue.string) ?? .null,
        ])
    }

    private func json(_ task: TaskComparison) -> JSONValue {
        .object([
            "task": .string(task.first.task),
            "a": Self.json(task.first),
            "b": Self.json(task.second),
            "failedA": .integer(task.firstFailed),
            "failedB": .integer(task.secondFailed),
            "metrics": .array(task.metrics.map(json)),
            "flips": task.flips?.json ?? .null,
        ])
    }

    private func json(_ metric: MetricComparison) -> JSONValue {
        let tests = metric.tests
        return .object([
            "name": .string(metric.metric.name),
            "options": (try? JSONValue(parsing: metric.metric.options)) ?? .null,
            "higherIsBetter": .bool(metric.metric.higherIsBetter),
            "n": .integer(tests.examples),
            "clusters": tests.clusters.map(JSONValue.integer) ?? .null,
            "onlyA": .integer(metric.firstAlone),
            "onlyB": .integer(metric.secondAlone),
            "a": .number(tests.first),
            "b": .number(tests.second),
            "difference": .number(tests.difference),
            "test": .string(metric.test.rawValue),
            "p": .number(metric.p),
            "pCorrected": metric.corrected.map(JSONValue.number) ?? .null,
            "better": .string(metric.verdict(at: options.significance).rawValue),
            "tests": .object(tests.members(metric.matchedPairs)),
            "examplesNeeded": metric.examplesNeeded.map(JSONValue.integer) ?? .null,
            "smallestDifference": metric.smallestDifference.map(JSONValue.number) ?? .null,
        ])
    }
}

extension PairedTests {
    /// Each test that there is, by its name.
    fileprivate func members(_ matched: MatchedPairs?) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "approximateRandomization": .object(["p": .number(randomization.p)])
        ]
        if let bootstrap {
            members["pairedBootstrap"] = .object([
                "lower": bootstrap.interval.map { .number($0.lower) } ?? .null,
                "upper": bootstrap.interval.map { .number($0.upper) } ?? .null,
                "standardError": bootstrap.standardError.map(JSONValue.number) ?? .null,
                "p": .number(bootstrap.p),
            ])
        }
        if let mcNemar {
            members["mcNemar"] = .object([
                "onlyARight": .integer(mcNemar.first),
                "onlyBRight": .integer(mcNemar.second),
                "statistic": .number(mcNemar.statistic),
                "asymptoticP": .number(mcNemar.asymptotic),
                "correctedStatistic": .number(mcNemar.correctedStatistic),
                "correctedP": .number(mcNemar.corrected),
                "exactP": .number(mcNemar.exact),
            ])
        }
        if let mean {
            members["pairedStudent"] = .object([
                "standardError": .number(mean.standardError),
                "clusteredStandardError": clusteredStandardError.map(JSONValue.number) ?? .null,
                "t": .number(mean.t),
                "degrees": .integer(mean.count - 1),
                "p": .number(mean.student),
                "lower": .number(mean.interval.lower),
                "upper": .number(mean.interval.upper),
            ])
        }
        if let matched {
            members["mapsswe"] = .object([
                "segments": .integer(matched.stretches.count),
                // The errors of A less those of B in a segment, as sc_stats takes them.
                "mean": matched.difference.map { .number($0.mean) } ?? .null,
                "standardDeviation": matched.difference.map { .number($0.spread) } ?? .null,
                "z": matched.difference.map { .number($0.t) } ?? .null,
                "p": matched.difference.map { .number($0.normal) } ?? .null,
            ])
        }
        return members
    }
}

extension FlippedExamples {
    fileprivate var json: JSONValue {
        .object([
            "metric": .string(metric),
            "isRightOrWrong": .bool(isRightOrWrong),
            "aBetterCount": .integer(firstBetterCount),
            "bBetterCount": .integer(secondBetterCount),
            "aBetter": .array(firstBetter.map(\.json)),
            "bBetter": .array(secondBetter.map(\.json)),
        ])
    }
}

extension FlippedExamples.Flip {
    fileprivate var json: JSONValue {
        .object([
            "split": .string(split),
            "key": .string(key),
            "target": target.map(JSONValue.string) ?? .null,
            "answerA": firstAnswer.map(JSONValue.string) ?? .null,
            "answerB": secondAnswer.map(JSONValue.string) ?? .null,
            "a": .number(first),
            "b": .number(second),
        ])
    }
}
