import Digests
import Domain
import GRDB
import Testing

@testable import Storage

@Suite struct PredictionTests {
    private func digest(_ number: Int) -> ShortDigest {
        SHA256Digest(of: "request \(number)").short
    }

    private func save(
        _ numbers: [Int],
        in store: Store,
        _ task: TaskRecord,
        _ result: Result<ModelOutput, PredictionFailure> = .success(
            .labels([ScoredLabel(label: "fizz", score: 0.75)])
        )
    ) throws {
        try store.save(
            numbers.map {
                NewPrediction(
                    requestDigest: digest($0),
                    result: result,
                    latencySeconds: 0.5,
                    batchSize: 2
                )
            },
            links: numbers.map {
                PredictionLink(exampleID: Int64($0), request: 0, requestDigest: digest($0))
            },
            task: task
        )
    }

    @Test func anotherModelOfTheSameNameIsAnotherModel() throws {
        let (store, dataset) = try Samples.store(4)
        let task = try Samples.task(store, dataset)
        try save([1, 2], in: store, task)
        func answered(_ modelID: Int64) throws -> Set<ShortDigest> {
            try store.answeredRequests(
                (1...4).map(digest),
                modelID: modelID,
                decodingID: task.decodingID
            )
        }
        let other = try store.registerModel(
            digest: .init(of: "other weights"),
            name: task.modelName,
            backend: "native",
            identity: .object([:])
        )
        #expect(try answered(task.modelID) == [digest(1), digest(2)])
        #expect(try answered(other) == [])
    }

    @Test func theSamePlanIsTheSameRun() throws {
        let (store, dataset) = try Samples.store(4)
        let first = try Samples.task(store, dataset)
        let second = try Samples.task(store, dataset)
        #expect(first == second)
        #expect(try store.runs().count == 1)
    }

    @Test func savingTwiceDoublesNothing() throws {
        let (store, dataset) = try Samples.store(4)
        let task = try Samples.task(store, dataset)
        try save([1, 2, 3], in: store, task)
        try save([1, 2, 3], in: store, task)
        #expect(try store.progress(taskID: task.id) == .init(answered: 3, failed: 0))
        #expect(try store.lastLinkedExample(taskID: task.id) == 3)
    }

    @Test func aFailureGivesWayToAnAnswerAndNotTheOtherWayRound() throws {
        let (store, dataset) = try Samples.store(4)
        let task = try Samples.task(store, dataset)
        try save([1], in: store, task, .failure(PredictionFailure("timed out")))
        #expect(try store.progress(taskID: task.id) == .init(answered: 0, failed: 1))
        let asked = try store.answeredRequests(
            [digest(1)],
            modelID: task.modelID,
            decodingID: task.decodingID,
            retryFailed: true
        )
        #expect(asked == [])
        try save([1], in: store, task)
        #expect(try store.progress(taskID: task.id) == .init(answered: 1, failed: 0))
        try save([1], in: store, task, .failure(PredictionFailure("timed out")))
        #expect(try store.progress(taskID: task.id) == .init(answered: 1, failed: 0))
    }

    @Test func aLinkWithoutAPredictionIsAnError() throws {
        let (store, dataset) = try Samples.store(4)
        let task = try Samples.task(store, dataset)
        let link = PredictionLink(exampleID: 1, request: 0, requestDigest: digest(1))
        #expect(throws: (any Error).self) { try store.save([], links: [link], task: task) }
        #expect(try store.lastLinkedExample(taskID: task.id) == 0)
    }

    @Test func answersComeInPagesOfWholeExamples() throws {
        let (store, dataset) = try Samples.store(4)
        let task = try Samples.task(store, dataset)
        try save([1, 2, 3, 4], in: store, task)
        try store.save(
            [],
            links: [1, 2, 3, 4].map {
                PredictionLink(exampleID: $0, request: 1, requestDigest: digest(1))
            },
            task: task
        )
        let first = try store.answers(taskID: task.id, examples: 3)
        #expect(first.map(\.exampleID) == [1, 1, 2, 2, 3, 3])
        #expect(first.map(\.request) == [0, 1, 0, 1, 0, 1])
        let rest = try store.answers(taskID: task.id, after: 3, examples: 3)
        #expect(rest.map(\.exampleID) == [4, 4])
        #expect(first[0].target == .label("fizz"))
        #expect(first[0].output == #"[{"label":"fizz","score":0.75}]"#)
    }

    @Test func talliesAreCountedInAllAndByGroup() throws {
        let (store, dataset) = try Samples.store(4)
        let task = try Samples.task(store, dataset)
        let metric = try store.metrics(taskID: task.id)[0]
        try store.save(
            [(1, "[1,1]"), (2, "[0,1]"), (3, "[1,1]")].map {
                NewScore(exampleID: $0.0, tally: $0.1, value: nil)
            },
            metricID: metric.id
        )
        func tallies(_ attributes: [String], _ cluster: String? = nil) throws -> Set<String> {
            let rows = try store.tallies(
                metricID: metric.id,
                groupedBy: attributes,
                clusterBy: cluster
            )
            return Set(
                rows.map { "\($0.group ?? "-") \($0.cluster ?? "-") \($0.tally) \($0.count)" }
            )
        }
        #expect(try tallies([]) == ["- - [1,1] 2", "- - [0,1] 1"])
        #expect(try tallies(["parity"]) == ["even - [1,1] 2", "odd - [0,1] 1"])
        #expect(
            try tallies(["label"]) == ["fizz - [1,1] 1", "plain - [1,1] 1", "plain - [0,1] 1"]
        )
        #expect(try tallies(["no\"ne"]) == [])
        #expect(
            try tallies(["label", "parity"], "parity")
                == [
                    "fizz & even even [1,1] 1", "plain & even even [1,1] 1",
                    "plain & odd odd [0,1] 1",
                ]
        )
        #expect(try tallies([], "parity") == ["- even [1,1] 2", "- odd [0,1] 1"])
        let figures = [
            GroupFigure(
                figure: Figure(
                    value: 2.0 / 3,
                    interval: .init(lower: 0.2, upper: 0.9, method: .wilson),
                    count: 3,
                    failures: 1
                )
            ),
            GroupFigure(
                attribute: "parity",
                group: "even",
                figure: Figure(value: nil, interval: nil, count: 0, failures: 0)
            ),
        ]
        try store.save(figures, metricID: metric.id)
        #expect(try store.figures(metricID: metric.id) == figures)
        let row = try store.reader.read {
            try Row.fetchOne($0, sql: "SELECT model, metric, value, n FROM leaderboard")
        }
        #expect(row == ["model": "parrot", "metric": "accuracy", "value": 0.6667, "n": 3])
    }

    @Test func searchFindsWhatModelsSaid() throws {
        let (store, dataset) = try Samples.store(4)
        let task = try Samples.task(store, dataset)
        try save([1], in: store, task, .success(.text("the quick brown fox")))
        let keys = try store.reader.read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT key FROM predictionExample WHERE predictionID IN
                        (SELECT rowid FROM predictionText WHERE predictionText MATCH 'quick')
                    """
            )
        }
        #expect(keys == ["0"])
    }
}
