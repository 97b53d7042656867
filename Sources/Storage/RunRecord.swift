package import Domain
import GRDB

/// A run as it is about to be made: everything resolved.
package struct RunPlan: Sendable {
    package var suiteName: String
    package var suiteVersion: String
    /// The file as it was written.
    package var suiteYAML: String
    /// Of everything that decides the run's numbers; the run that has it is continued.
    package var digest: String
    package var seed: Int
    package var manifest: JSONValue
    package var tasks: [TaskPlan]

    package init(
        suiteName: String,
        suiteVersion: String,
        suiteYAML: String,
        digest: String,
        seed: Int,
        manifest: JSONValue,
        tasks: [TaskPlan]
    ) {
        self.suiteName = suiteName
        self.suiteVersion = suiteVersion
        self.suiteYAML = suiteYAML
        self.digest = digest
        self.seed = seed
        self.manifest = manifest
        self.tasks = tasks
    }
}

/// One task of a run: a dataset asked of a model.
package struct TaskPlan: Sendable {
    package var task: String
    package var datasetID: Int64
    package var datasetFingerprint: String
    package var split: String?
    /// The first so many examples; nil for all.
    package var exampleLimit: Int?
    package var modelID: Int64
    package var modelName: String
    package var decodingID: Int64
    /// A JSON array of attribute names, and of arrays of names that are crossed.
    package var groupBy: JSONValue
    package var metrics: [MetricPlan]
    /// As the suite gives them.
    package var options: [String: JSONValue]
    /// What examples stray together by: an attribute, or `medium`; nil for nothing.
    package var clusterBy: String?
    /// The position of the task in the plan that this one repeats; nil for the first.
    package var base: Int?
    /// What is done to examples before they are asked; nil for nothing.
    package var perturbation: JSONValue?
    /// Which repeat with a seed of its own this is, from 0.
    package var repetition: Int

    package init(
        task: String,
        datasetID: Int64,
        datasetFingerprint: String,
        split: String?,
        exampleLimit: Int?,
        modelID: Int64,
        modelName: String,
        decodingID: Int64,
        groupBy: JSONValue,
        metrics: [MetricPlan],
        options: [String: JSONValue] = [:],
        clusterBy: String? = nil,
        base: Int? = nil,
        perturbation: JSONValue? = nil,
        repetition: Int = 0
    ) {
        self.task = task
        self.datasetID = datasetID
        self.datasetFingerprint = datasetFingerprint
        self.split = split
        self.exampleLimit = exampleLimit
        self.modelID = modelID
        self.modelName = modelName
        self.decodingID = decodingID
        self.groupBy = groupBy
        self.metrics = metrics
        self.options = options
        self.clusterBy = clusterBy
        self.base = base
        self.perturbation = perturbation
        self.repetition = repetition
    }
}

/// A metric that a task asks for.
package struct MetricPlan: Sendable, Equatable {
    package var name: String
    package var options: [String: JSONValue]
    package var higherIsBetter: Bool
    package var isShare: Bool

    package init(
        name: String,
        options: [String: JSONValue],
        higherIsBetter: Bool,
        isShare: Bool
    ) {
        self.name = name
        self.options = options
        self.higherIsBetter = higherIsBetter
        self.isShare = isShare
    }
}

/// A row of the table `run`, with its suite's name.
package struct RunRecord: Sendable, Equatable, Codable, FetchableRecord {
    package var id: Int64
    package var suite: String
    package var suiteVersion: String
    package var digest: String
    /// `running`, `scoring` or `finished`.
    package var status: String
    package var seed: Int
    /// JSON.
    package var manifest: String
    package var startedAt: String
    package var finishedAt: String?
}

/// A row of the table `task`, with the names of what it refers to.
package struct TaskRecord: Sendable, Equatable, Codable, FetchableRecord {
    package var id: Int64
    package var runID: Int64
    package var position: Int
    package var task: String
    package var datasetID: Int64
    package var dataset: String
    package var datasetFingerprint: String
    package var split: String?
    package var exampleLimit: Int?
    package var modelID: Int64
    package var modelName: String
    package var backend: String
    package var decodingID: Int64
    /// A JSON array of attribute names, and of arrays of names that are crossed.
    package var groupBy: String
    /// A JSON object: the task's options as the suite gave them.
    package var options: String
    /// What examples stray together by: an attribute, or `medium`; nil for nothing.
    package var clusterBy: String?
    /// The task that this one repeats; nil for the first.
    package var baseTaskID: Int64?
    /// A JSON object: what was done to the examples before they were asked; nil for nothing.
    package var perturbation: String?
    /// Which repeat with a seed of its own this is, from 0.
    package var repetition: Int
}

extension TaskRecord {
    /// What was done to the examples before they were asked; nil for nothing.
    package var perturbationIdentity: PerturbationIdentity? {
        perturbation.flatMap { try? JSONValue(parsing: $0) }.flatMap(
            PerturbationIdentity.init(json:)
        )
    }

    /// The task's name, and what its examples were perturbed by or which repeat it is:
    /// `image-classification under contrast (severity 3)`, `text-generation, repeat 2`.
    package var title: String {
        if repetition > 0 { return "\(task), repeat \(repetition + 1)" }
        guard let perturbation = perturbationIdentity else { return task }
        return "\(task) under \(perturbation.written)"
    }

    /// What is asked, for people: `text-classification over reviews, split test`.
    package var question: String {
        var text = "\(task) over \(dataset)"
        if let split { text += ", split \(split)" }
        if let exampleLimit { text += ", first \(exampleLimit)" }
        if let perturbation { text += ", perturbed by \(perturbation)" }
        if repetition > 0 { text += ", repetition \(repetition)" }
        return text
    }
}

/// A row of the table `metric`.
package struct MetricRecord: Sendable, Equatable, Codable, FetchableRecord {
    package var id: Int64
    package var taskID: Int64
    package var position: Int
    package var name: String
    /// A JSON object.
    package var options: String
    package var higherIsBetter: Bool
    package var isShare: Bool
    /// When, by whom and why it was scored; nil before it was.
    package var scoringID: Int64?
    /// The metric of the same name and options that was scored later; nil for what holds now.
    package var supersededBy: Int64?
}

extension [MetricRecord] {
    /// The metric of the same name and options among those of another task.
    package func first(like record: MetricRecord) -> MetricRecord? {
        first { $0.name == record.name && $0.options == record.options }
    }
}
