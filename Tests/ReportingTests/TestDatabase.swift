import Digests
import Domain
import Foundation
import GRDB
import Scoring
import Storage

/// A database in memory with Assay's schema, and short ways to fill it.
struct TestDatabase {
    let queue: DatabaseQueue

    init(path: String? = nil) throws {
        queue = try path.map { try DatabaseQueue(path: $0) } ?? DatabaseQueue()
        let schema = try Repository.schema()
        try queue.writeWithoutTransaction { db in
            for sql in schema { try db.execute(sql: sql) }
            // As a file of Assay's, so that the command takes it.
            try db.execute(sql: "PRAGMA user_version = \(Store.schemaVersion)")
            try db.execute(sql: "PRAGMA application_id = \(Store.applicationID)")
        }
    }

    /// Inserts a row and returns its id.
    @discardableResult
    static func insert(
        _ db: Database,
        _ table: String,
        _ columns: [String: (any DatabaseValueConvertible)?]
    )
        throws -> Int64
    {
        let names = columns.keys.sorted()
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        try db.execute(
            sql: "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(marks))",
            arguments: StatementArguments(names.map { columns[$0] ?? nil })
        )
        return db.lastInsertedRowID
    }

    /// The digest of a word, so that rows that need one are told apart.
    static func digest(_ word: String) -> String { SHA256Digest(of: word).hexadecimal }

    @discardableResult
    static func addRun(
        _ db: Database,
        suite: String = "sample",
        yaml: String = "name: sample\nversion: 1\nseed: 7\n",
        status: String = "finished",
        manifest: JSONValue = .object(["code_version": .string("0.1.0"), "threads": .integer(2)])
    ) throws -> Int64 {
        let suites = try Int64.fetchAll(db, sql: "SELECT id FROM suite")
        let suiteID = try insert(
            db,
            "suite",
            [
                "digest": digest("suite \(suites.count)"), "name": suite, "version": "1",
                "yaml": yaml,
            ]
        )
        return try insert(
            db,
            "run",
            [
                "suiteID": suiteID, "digest": digest("run \(suites.count)"), "status": status,
                "seed": 7, "manifest": manifest.text, "startedAt": "2026-01-02T03:04:05.000Z",
                "finishedAt": status == "finished" ? "2026-01-02T03:05:05.000Z" : nil,
            ]
        )
    }

    @discardableResult
    static func addDataset(
        _ db: Database,
        _ name: String,
        kind: DatasetKind,
        license: String? = "CC0-1.0",
        source: String = "sources/sample",
        examples: Int = 0
    ) throws -> Int64 {
        try insert(
            db,
            "dataset",
            [
                "name": name, "kind": kind.rawValue, "format": "jsonl", "source": source,
                "license": license, "fingerprint": digest(name), "exampleCount": examples,
                "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z",
            ]
        )
    }

    @discardableResult
    static func addModel(
        _ db: Database,
        _ name: String,
        backend: String,
        identity: JSONValue = .object(["architecture": .string("vit")])
    ) throws -> Int64 {
        try insert(
            db,
            "model",
            [
                "digest": digest("model \(name)"), "name": name, "backend": backend,
                "identity": identity.text, "createdAt": "2026-01-01T00:00:00.000Z",
            ]
        )
    }

    @discardableResult
    static func addTask(
        _ db: Database,
        run: Int64,
        task: String,
        dataset: Int64,
        model: Int64,
        split: String? = "test",
        groupBy: [String] = []
    ) throws -> Int64 {
        let position = try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM task WHERE runID = ?",
            arguments: [run]
        )
        let decoding = try insert(
            db,
            "decoding",
            [
                "digest": digest("decoding \(run) \(position ?? 0)"), "task": task,
                "options": "{}",
            ]
        )
        let names = "SELECT name FROM model WHERE id = ?"
        let prints = "SELECT fingerprint FROM dataset WHERE id = ?"
        return try insert(
            db,
            "task",
            [
                "runID": run, "position": position ?? 0, "task": task, "datasetID": dataset,
                "datasetFingerprint": try String.fetchOne(db, sql: prints, arguments: [dataset]),
                "split": split, "modelID": model,
                "modelName": try String.fetchOne(db, sql: names, arguments: [model]),
                "decodingID": decoding,
                "groupBy": JSONValue.array(groupBy.map(JSONValue.string)).text,
            ]
        )
    }

    @discardableResult
    static func addMedium(
        _ db: Database,
        kind: Medium.Kind,
        mediaType: String,
        bytes: [UInt8],
        details: Medium.Details = Medium.Details()
    ) throws -> Int64 {
        try insert(
            db,
            "media",
            [
                "sha256": SHA256Digest(of: bytes).hexadecimal, "kind": kind.rawValue,
                "mediaType": mediaType, "sizeBytes": bytes.count, "width": details.width,
                "height": details.height, "durationSeconds": details.durationSeconds,
                "sampleRateHertz": details.sampleRateHertz, "channels": details.channels,
                "bytes": Data(bytes),
            ]
        )
    }

    @discardableResult
    static func addExample(
        _ db: Database,
        dataset: Int64,
        key: String,
        text: String? = nil,
        medium: Int64? = nil,
        target: Target? = nil,
        attributes: [String: String] = [:]
    ) throws -> Int64 {
        try insert(
            db,
            "example",
            [
                "datasetID": dataset, "split": "test", "key": key, "text": text,
                "mediaID": medium, "targetKind": target?.kind.rawValue, "target": target?.stored,
                "attributes": JSONValue.object(attributes.mapValues(JSONValue.string)).text,
                "contentDigest": digest("\(dataset) \(key)"),
            ]
        )
    }

    /// Stores an answer, or the reason why there is none.
    static func addAnswer(
        _ db: Database,
        task: Int64,
        example: Int64,
        _ answer: Result<ModelOutput, Failure>,
        request: Int = 0,
        latencySeconds: Double = 0.002,
        batchSize: Int = 1
    ) throws {
        var output: ModelOutput?
        var error: String?
        switch answer {
        case .success(let value): output = value
        case .failure(let failure): error = failure.reason
        }
        let row = try Row.fetchOne(
            db,
            sql: "SELECT modelID, decodingID FROM task WHERE id = ?",
            arguments: [task]
        )
        let prediction = try insert(
            db,
            "prediction",
            [
                "modelID": row?["modelID"] as Int64?, "decodingID": row?["decodingID"] as Int64?,
                "requestDigest": SHA256Digest(of: "\(example) \(request)").short.withBytes {
                    Data($0)
                },
                "output": output?.json.text, "error": error, "answer": output?.plain,
                "latencySeconds": latencySeconds, "batchSize": batchSize,
            ]
        )
        try insert(
            db,
            "taskPrediction",
            ["taskID": task, "exampleID": example, "request": request, "predictionID": prediction]
        )
    }

    /// A reason why there is no answer.
    struct Failure: Error {
        let reason: String
    }
}
