import Domain
import GRDB

/// One task of a run: a dataset asked of a model, and the figures that came of it.
package struct ReportedTask: Sendable, Equatable {
    package let id: Int64
    package let run: Int64
    /// Whether the page has several runs, so that this one must be named.
    let namesRun: Bool
    /// Named as Hugging Face pipelines are.
    package let task: String
    let datasetID: Int64
    /// What the dataset held when the run was planned.
    let datasetFingerprint: String
    package let dataset: String
    let datasetKind: String
    /// Nil for all splits together.
    package let split: String?
    /// The first so many examples; nil for all.
    package let limit: Int?
    let modelID: Int64
    package let model: String
    package let backend: String
    /// What was done to the examples before they were asked, in words; nil for nothing.
    let perturbation: String?
    /// Which repeat with a seed of its own this is, from 0.
    let repetition: Int
    /// The task that this one repeats; nil for the first.
    let baseID: Int64?
    /// The attributes by which figures are split.
    let groupBy: [String]
    /// What examples stray together by; nil for nothing.
    let clusterBy: String?
    /// In the suite's order; the first is the main one.
    package let metrics: [ReportedMetric]
    /// Requests that have an answer or an error in its place.
    let requests: Int
    /// Requests that have an error.
    let failures: Int
    /// Of the run, from which each bootstrap's is made.
    let seed: Int
    /// How many samples each bootstrap drew, in words.
    let replicates: String

    /// The fragment by which links reach the task.
    var anchor: String { "task-\(id)" }

    /// Whether the answers come from no model of the data, only from the answers' distribution.
    var isBaseline: Bool { backend == "baseline" }

    /// The task in words: "Image classification".
    var title: String {
        MetricWords.capitalised(task.split(separator: "-").joined(separator: " "))
    }

    /// "fashion, split test, first 100 examples", with ", under contrast (severity 3)" where they were
    /// perturbed and ", repeat 2" where it was asked with another seed.
    var data: String {
        var words = dataset
        if let split { words += ", split \(split)" }
        if let limit { words += ", first \(Numbers.count(limit, "example"))" }
        if let perturbation { words += ", under \(perturbation)" }
        if repetition > 0 { words += ", repeat \(repetition + 1)" }
        return words
    }

    /// Stands between the names, and the values, of attributes that make groups together.
    static let combining = " & "

    /// "image-classification · fashion, split test": equal for the tasks that can be compared.
    var question: String { "\(task) · \(data)" }

    static func all(_ db: Database, run: ReportedRun, namesRun: Bool) throws -> [ReportedTask] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT task.*, dataset.name AS dataset, dataset.kind AS datasetKind,
                    model.backend AS backend
                FROM task
                JOIN dataset ON dataset.id = task.datasetID
                JOIN model ON model.id = task.modelID
                WHERE task.runID = ? ORDER BY task.position
                """,
            arguments: [run.id]
        )
        return try rows.map { try ReportedTask(db, row: $0, run: run, namesRun: namesRun) }
    }

    /// A stored perturbation in words; nil for none.
    static func written(_ stored: String?) -> String? {
        stored.map { stored in
            let identity = (try? JSONValue(parsing: stored)).flatMap(
                PerturbationIdentity.init(json:)
            )
            return identity?.written ?? stored
        }
    }

    private init(_ db: Database, row: Row, run: ReportedRun, namesRun: Bool) throws {
        id = row["id"]
        self.run = run.id
        seed = run.seed
        replicates = run.replicates
        self.namesRun = namesRun
        task = row["task"]
        datasetID = row["datasetID"]
        datasetFingerprint = row["datasetFingerprint"]
        dataset = row["dataset"]
        datasetKind = row["datasetKind"]
        split = row["split"]
        limit = row["exampleLimit"]
        modelID = row["modelID"]
        model = row["modelName"]
        backend = row["backend"]
        perturbation = Self.written(row["perturbation"])
        repetition = row["repetition"]
        baseID = row["baseTaskID"]
        let attributes: String = row["groupBy"]
        groupBy =
            (try? JSONValue(parsing: attributes))?.array?.compactMap {
                $0.string ?? $0.strings?.joined(separator: Self.combining)
            } ?? []
        clusterBy = row["clusterBy"]
        metrics = try ReportedMetric.all(db, task: id)
        let counts = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS requests, count(prediction.error) AS failures
                FROM taskPrediction
                JOIN prediction ON prediction.id = taskPrediction.predictionID
                WHERE taskPrediction.taskID = ?
                """,
            arguments: [id]
        )
        requests = counts?["requests"] ?? 0
        failures = counts?["failures"] ?? 0
    }
}
