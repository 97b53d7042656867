import Domain
import Perturbations
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
    /// What is done to the examples before they are asked; nil for nothing.
    var perturbation: ExamplePerturbation? = nil

    /// An example as the task asks about it.
    func asked(_ example: Example) -> Example {
        perturbation?.apply(to: example) ?? example
    }

    /// Where the media of ``asked(_:)`` are read.
    func media(_ source: any MediaSource) -> any MediaSource {
        guard let perturbation else { return source }
        return PerturbedMedia(source: source, perturbation: perturbation)
    }
}
