import Digests
import Domain
import Foundation

@testable import Storage

/// Small things that the tests of storage share.
enum Samples {
    static func captions(_ range: Range<Int>) -> [Example] {
        range.map {
            Example(
                key: "\($0)",
                split: "test",
                text: "a picture of \($0) birds",
                medium: Table(header: ["n"], rows: [["\($0 / 5)"]]).medium,
                target: .label($0 % 3 == 0 ? "fizz" : "plain"),
                attributes: ["parity": $0 % 2 == 0 ? "even" : "odd"]
            )
        }
    }

    static let description = DatasetDescription(
        name: "birds",
        kind: .caption,
        format: "caption-tsv",
        source: "birds.tsv",
        license: "CC0-1.0"
    )

    /// A store with one dataset of `count` examples.
    static func store(_ count: Int) throws -> (store: Store, dataset: DatasetRecord) {
        let store = try Store.inMemory()
        let dataset = try store.openDataset(description)
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        _ = try writer.save(captions(0..<count))
        return (store, try store.dataset("birds"))
    }

    /// A run with one task over a dataset.
    static func task(_ store: Store, _ dataset: DatasetRecord, model: String = "parrot") throws
        -> TaskRecord
    {
        let modelID = try store.registerModel(
            digest: SHA256Digest(of: model),
            name: model,
            backend: "baseline",
            identity: .object([:])
        )
        let plan = RunPlan(
            suiteName: "suite",
            suiteVersion: "1",
            suiteYAML: "name: suite",
            digest: SHA256Digest(of: "run of " + model).hexadecimal,
            seed: 0,
            manifest: .object([:]),
            tasks: [
                TaskPlan(
                    task: "image-classification",
                    datasetID: dataset.id,
                    datasetFingerprint: dataset.fingerprint,
                    split: nil,
                    exampleLimit: nil,
                    modelID: modelID,
                    modelName: model,
                    decodingID: try store.registerDecoding(
                        task: "image-classification",
                        options: [:]
                    ),
                    groupBy: .array([.string("parity")]),
                    metrics: [
                        MetricPlan(
                            name: "accuracy",
                            options: [:],
                            higherIsBetter: true,
                            isShare: true
                        )
                    ]
                )
            ]
        )
        let run = try store.openRun(plan).run
        return try store.tasks(runID: run.id)[0]
    }

    /// A fresh folder that is removed afterwards.
    static func inFolder<T>(_ body: (URL) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
