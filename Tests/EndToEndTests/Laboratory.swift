import Domain
import Foundation
import GRDB
import Storage

/// A folder with a suite, a program in the role of a model, and databases; removed at the end.
final class Laboratory {
    let folder: String
    let examples: Int

    init(examples: Int) throws {
        self.examples = examples
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-lab-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write("suite.yaml", Self.suite)
        try write("model.sh", Self.model)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    /// A database with the examples and nothing else.
    func database(_ name: String) throws {
        let store = try Store.open(folder + "/" + name)
        let dataset = try store.openDataset(
            DatasetDescription(name: "texts", kind: .text, format: "test", source: "test")
        )
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        _ = try writer.save(
            (0..<examples).map { index in
                Example(
                    key: "k\(index)",
                    text: "text \(index)",
                    target: .label(index.isMultiple(of: 3) ? "even" : "odd"),
                    attributes: ["fifth": String(index % 5)]
                )
            }
        )
        try store.setComplete(true, datasetID: dataset.id)
    }

    func start(_ database: String, _ more: String...) throws -> Program.Running {
        try Program.start(["run", "suite.yaml", "--db", database] + more, in: folder)
    }

    func run(_ database: String, _ more: String...) throws -> Program.Result {
        try Program.run(["run", "suite.yaml", "--db", database] + more, in: folder)
    }

    /// Everything that a run leaves behind, but row ids and times.
    func contents(_ database: String) throws -> [String] {
        try read(database) { db in
            try [
                """
                SELECT 'prediction', model.digest, decoding.digest, hex(requestDigest), output, error,
                    answer
                FROM prediction JOIN model ON model.id = modelID
                JOIN decoding ON decoding.id = decodingID
                """,
                """
                SELECT 'link', task.position, example.key, request, hex(requestDigest)
                FROM taskPrediction JOIN task ON task.id = taskID
                JOIN example ON example.id = exampleID
                JOIN prediction ON prediction.id = predictionID
                """,
                """
                SELECT 'score', task.position, metric.name, example.key, tally, value
                FROM score JOIN metric ON metric.id = metricID JOIN task ON task.id = taskID
                JOIN example ON example.id = exampleID
                """,
                """
                SELECT 'figure', task.position, metric.name, groupAttribute, groupValue, value, lower,
                    upper, method, figure.count, failures
                FROM figure JOIN metric ON metric.id = metricID JOIN task ON task.id = taskID
                """,
                "SELECT 'run', digest, status, seed FROM run",
                "SELECT 'word', answer FROM predictionText",
            ].flatMap { sql in
                try Row.fetchAll(db, sql: sql).map { row in
                    row.databaseValues.map(\.description).joined(separator: " ")
                }
            }.sorted()
        }
    }

    /// The texts that the program's answers are stored for.
    func answeredTexts(_ database: String) throws -> Set<String> {
        guard FileManager.default.fileExists(atPath: folder + "/" + database) else { return [] }
        return try read(database) { db in
            try Set(
                String.fetchAll(
                    db,
                    sql: """
                        SELECT example.text FROM taskPrediction
                        JOIN task ON task.id = taskID AND task.modelName = 'program'
                        JOIN example ON example.id = exampleID
                        """
                )
            )
        }
    }

    func read<T>(_ database: String, _ body: (Database) throws -> T) throws -> T {
        try DatabaseQueue(path: folder + "/" + database).read(body)
    }

    /// The texts that the program was asked, in order.
    func asked() -> [String] {
        let bytes = FileManager.default.contents(atPath: folder + "/asked.log") ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static let suite = """
        name: killed
        version: 1
        seed: 11
        tasks:
          - task: text-classification
            dataset: texts
            metrics: [accuracy, f1: { average: macro }]
            group_by: [fifth, label]
        models:
          - { name: chance, backend: baseline, strategy: random }
          - { name: program, backend: command, command: [sh, model.sh] }
        """

    /// Says `even` or `odd` by the last digit, fails on texts that end with 77, and keeps a log.
    ///
    /// It takes its time over some texts, so that on any machine a run lasts longer than the pause between
    /// two commits.
    private static let model = #"""
        while read -r line; do
            id=${line#*\"id\":\"}; id=${id%%\"*}
            text=${line#*\"text\":\"}; text=${text%%\"*}
            echo "$text" >> asked.log
            case "$text" in *50) sleep 0.01 ;; esac
            case "$text" in
                *77) printf '{"id": "%s", "error": "too lucky"}\n' "$id" ;;
                *[02468]) printf '{"id": "%s", "output": {"label": "even", "score": 0.9}}\n' "$id" ;;
                *) printf '{"id": "%s", "output": {"label": "odd", "score": 0.8}}\n' "$id" ;;
            esac
        done
        """#
}
