package import Storage

/// A suite with everything found that it names: what a run needs, ready to start.
package struct ResolvedRun: Sendable {
    package let suite: Suite
    package let plan: RunPlan
    /// In the order of the plan's tasks.
    package let tasks: [ResolvedTask]
    /// What judges texts for the tasks' metrics.
    package var textScorers = TextScorers.undeclared
}

/// A task of a run: a dataset asked of a model.
package struct ResolvedTask: Sendable {
    package let task: any EvaluationTask
    package let dataset: DatasetRecord
    package let split: String?
    /// The examples that are asked, the limit applied.
    package let exampleCount: Int
    package let model: any Model
    package let modelName: String
}
