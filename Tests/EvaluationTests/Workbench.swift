import Digests
import Domain
import Foundation
import Inference
import Storage
import Synchronization

@testable import Evaluation

/// A database in memory with datasets, and a folder for scripts and suites that is removed at the end.
final class Workbench {
    let store: Store
    let folder: String

    init() throws {
        store = try Store.inMemory()
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Adds a dataset of examples.
    func add(_ name: String, _ kind: DatasetKind, _ examples: [Example]) throws {
        let dataset = try store.openDataset(
            DatasetDescription(name: name, kind: kind, format: "test", source: "test")
        )
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        _ = try writer.save(examples)
        try store.setComplete(true, datasetID: dataset.id)
    }

    /// Texts `text 0`, `text 1`, ... of the classes `even` and `odd`.
    func addTexts(_ count: Int, name: String = "texts", split: String = "test") throws {
        try add(
            name,
            .text,
            (0..<count).map { index in
                Example(
                    key: "k\(index)",
                    split: split,
                    text: "text \(index)",
                    target: .label(index.isMultiple(of: 2) ? "even" : "odd"),
                    attributes: ["third": String(index % 3)]
                )
            }
        )
    }

    /// Writes a file of the folder, executable.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let path = folder + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    func resolve(_ yaml: String, _ options: RunOptions = .test) throws -> ResolvedRun {
        let suite = try SuiteReader.parse(yaml, file: folder + "/suite.yaml")
        return try Resolver(store: store, options: options).resolve(suite)
    }

    @discardableResult
    func run(_ yaml: String, _ options: RunOptions = .test) async throws -> RunSummary {
        let resolved = try resolve(yaml, options)
        return try await Runner(store: store, options: options).run(resolved)
    }

    /// A task over texts with one model that is given by its remaining keys.
    func textSuite(_ model: String, metrics: String = "[accuracy]", more: String = "") -> String {
        """
        name: test
        tasks:
          - task: text-classification
            dataset: texts
            metrics: \(metrics)
        \(more)
        models:
          - { name: model, \(model) }
        """
    }

    /// The figures of all examples together, by metric name.
    func figures(run: Int64, task: Int = 0) throws -> [String: Figure] {
        let tasks = try store.tasks(runID: run)
        var figures: [String: Figure] = [:]
        for metric in try store.metrics(taskID: tasks[task].id) {
            figures[metric.name] = try store.figures(metricID: metric.id)
                .first { $0.attribute.isEmpty }?.figure
        }
        return figures
    }

    /// Every stored answer of a run's first task, in order: output or error.
    func answers(run: Int64) throws -> [String] {
        let task = try store.tasks(runID: run)[0]
        return try store.answers(taskID: task.id, examples: 100_000)
            .map { $0.output ?? "error: \($0.error ?? "")" }
    }
}

extension RunOptions {
    static var test: RunOptions {
        RunOptions(
            architectures: Catalog(kind: "model_type", [], names: { $0.modelTypes })
        )
    }
}

/// A model with scripted answers that counts what it is asked.
final class ScriptedModel: Model {
    let identity: ModelIdentity
    let batching: Batching
    private let script: @Sendable (Question) -> Result<ModelOutput, PredictionFailure>
    private let state = Mutex((requests: 0, batches: [Int]()))

    init(
        _ name: String,
        batching: Batching = .fixed,
        script: @escaping @Sendable (Question) -> Result<ModelOutput, PredictionFailure>
    ) {
        identity = ModelIdentity(backend: "scripted", describing: ["name": .string(name)])
        self.batching = batching
        self.script = script
    }

    var requests: Int { state.withLock { $0.requests } }
    var batches: [Int] { state.withLock { $0.batches } }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        state.withLock {
            $0.requests += questions.count
            $0.batches.append(questions.count)
        }
        return questions.map { Answer(script($0)) }
    }
}

extension Example {
    /// A picture of a class, embedded.
    static func picture(_ key: String, png: [UInt8], label: String) -> Example {
        Example(
            key: key,
            medium: Medium(
                digest: SHA256Digest(of: png),
                kind: .image,
                mediaType: "image/png",
                sizeBytes: png.count,
                content: .bytes(png)
            ),
            target: .label(label)
        )
    }
}
