import Digests
import Domain
import Storage
import Testing

@testable import Evaluation

@Suite("Tasks ask what they say and read answers as they are meant")
struct TaskTests {
    @Test func namesAreUnique() {
        #expect(Set(taskCatalog.names).count == taskCatalog.entries.count)
        #expect(Set(backendCatalog.names).count == backendCatalog.entries.count)
    }

    /// An example of each kind, whole.
    private static func example(_ kind: DatasetKind) -> Example {
        let picture = Medium(
            digest: SHA256Digest(of: "picture"),
            kind: kind == .speech ? .audio : .image,
            mediaType: "x/y",
            sizeBytes: 1,
            content: .stored
        )
        let table = Table(header: ["a"], rows: [["1"], ["2"]]).medium
        return Example(
            key: "e",
            text: kind == .image || kind == .speech ? nil : "words",
            medium: kind == .text ? nil : kind == .table ? table : picture
        )
    }

    @Test(arguments: taskCatalog.names)
    func asksAboutAnExampleOfItsKind(name: String) throws {
        let type = try taskCatalog(name)
        let task = try type.init(options: Settings(owner: "task", file: "", line: 1))
        for kind in type.datasets {
            let requests = try task.requests(for: Self.example(kind))
            #expect(requests.count == type.requestsPerExample)
            #expect(Set(requests.map(\.digest)).count == requests.count)
            #expect(requests.allSatisfy { $0.task == name })
        }
        #expect(throws: PredictionFailure.self) {
            try task.requests(for: Example(key: "nothing"))
        }
    }

    /// Every task runs from a baseline to figures that it can feed.
    @Test(arguments: taskCatalog.names)
    func runsWithABaseline(name: String) async throws {
        let type = try taskCatalog(name)
        let kind = try #require(type.datasets.first)
        let bench = try Workbench()
        let table = Table(header: ["a"], rows: [["1"], ["2"]]).medium
        let target: Target? =
            switch type.gives[0] {
            case .labels: .label("cat")
            case .text: .text("hello world")
            case .answers: .answers([Target.Answer("1")])
            case .tags: .tags(["O"])
            case .ranks, .likelihoods, .texts, .scoredTexts, .similarity: nil
            }
        var example = Self.example(kind)
        example.target = target
        if case .stored = example.medium?.content { example.medium?.content = .bytes([1]) }
        if kind == .table { example.medium = table }
        if let medium = example.medium, case .bytes(let bytes) = medium.content {
            example.medium?.digest = SHA256Digest(of: bytes)
            example.medium?.sizeBytes = bytes.count
        }
        try bench.add("data", kind, [example])
        let metric =
            switch type.gives[0] {
            case .labels: "accuracy"
            case .text: "word_error_rate"
            case .answers: "denotation_accuracy"
            case .ranks: "recall_at_k: { k: 1 }"
            case .tags: "entity_f1"
            case .likelihoods: "perplexity"
            case .similarity: "clip_score"
            case .texts, .scoredTexts: ""
            }
        let summary = try await bench.run(
            """
            name: every
            tasks: [{ task: \(name), dataset: data, metrics: [{ \(metric)\(metric.contains(":") ? "" : ": ") }] }]
            models: [{ name: m, backend: baseline, strategy: random }]
            """
        )
        #expect(summary.saved == 1 && summary.failed == 0)
        let figure = try #require(try bench.figures(run: summary.runID).values.first)
        #expect(figure.count == 1)
        #expect(figure.value != nil)
    }

    @Test(arguments: [
        (TableAnswer(answer: "a, b", cells: ["a", "b"], aggregator: "NONE"), ["a", "b"]),
        (TableAnswer(answer: "COUNT > a, b", cells: ["a", "b"], aggregator: "COUNT"), ["2"]),
        (TableAnswer(answer: "COUNT > ", cells: [], aggregator: "COUNT"), ["0"]),
        (
            TableAnswer(answer: "SUM > ", cells: ["1,200", "$3.5", "n/a"], aggregator: "SUM"),
            ["1203.5"]
        ),
        (TableAnswer(answer: "SUM > ", cells: ["n/a"], aggregator: "SUM"), []),
        (TableAnswer(answer: "AVERAGE > ", cells: ["10 %", "20%"], aggregator: "AVERAGE"), ["15"]),
        (TableAnswer(answer: "a, b", cells: ["a", "b"]), ["a", "b"]),
        (TableAnswer(answer: "seven", cells: ["7"]), ["seven"]),
    ])
    func appliesTheAggregator(answer: TableAnswer, denotation: [String]) {
        #expect(answer.denotation == denotation)
    }

    @Test func ranksByCosineSimilarity() throws {
        let ranking = try CosineRanking(
            captions: [[1, 0], [0.9, 0.1], [0, 5], [1, 1]],
            pictures: [[2, 0], [0, 1]],
            owner: [0, 0, 1, 1]
        )
        #expect(ranking.pictureOfCaption == [1, 1, 1, 2], "an exact tie counts against the model")
        #expect(ranking.captionOfPicture == [1, 1])
    }

    @Test func oneEmbeddingForEverythingRanksLast() throws {
        for embedding: [Float] in [[1, 2, 3], [0, 0, 0]] {
            let ranking = try CosineRanking(
                captions: Array(repeating: embedding, count: 6),
                pictures: Array(repeating: embedding, count: 3),
                owner: [0, 0, 1, 1, 2, 2]
            )
            #expect(ranking.pictureOfCaption == Array(repeating: 3, count: 6))
            #expect(ranking.captionOfPicture == Array(repeating: 5, count: 3))
        }
    }

    @Test func blocksAndLanesChangeNoRank() throws {
        var generator = SystemRandomNumberGenerator()
        let width = 37
        let random = { (0..<width).map { _ in Float.random(in: -1...1, using: &generator) } }
        let pictures = (0..<23).map { _ in random() }
        let captions = (0..<61).map { _ in random() }
        let owner = captions.indices.map { $0 % pictures.count }
        let ranking = try CosineRanking(captions: captions, pictures: pictures, owner: owner)
        func cosine(_ a: [Float], _ b: [Float]) -> Double {
            let dot = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            let norms = [a, b].map { $0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
            return dot / (norms[0] * norms[1])
        }
        for caption in captions.indices {
            let own = cosine(captions[caption], pictures[owner[caption]])
            let better = pictures.filter { cosine(captions[caption], $0) > own }.count
            #expect(ranking.pictureOfCaption[caption] == better + 1)
        }
    }

    @Test func embeddingsOfTwoLengthsAreRefused() {
        let error = #expect(throws: EvaluationError.self) {
            try CosineRanking(captions: [[1, 2]], pictures: [[1, 2, 3]], owner: [0])
        }
        #expect(error?.description.contains("of 2 and of 3 numbers") == true)
    }
}
