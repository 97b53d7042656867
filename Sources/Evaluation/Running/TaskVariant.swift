import Domain
import Perturbations

/// A way in which a task is asked: as the suite has it, with a perturbation, or once more with another
/// seed.
struct TaskVariant {
    var task: any EvaluationTask
    /// The task's options as this variant has them.
    let options: Settings
    /// What is done to the examples; nil for nothing.
    var perturbation: ExamplePerturbation?
    /// From 0; above, each has a seed of its own.
    var repetition = 0
    /// An error at the place of the suite that asks for the variant.
    var refusal: (String) -> EvaluationError

    init(
        task: any EvaluationTask,
        options: Settings,
        perturbation: ExamplePerturbation? = nil,
        refusal: ((String) -> EvaluationError)? = nil
    ) {
        self.task = task
        self.options = options
        self.perturbation = perturbation
        self.refusal = refusal ?? { options.error($0) }
    }

    /// The options of a task that a repetition counts up.
    private static let seeds = ["seed", "fewshot_seed"]

    /// A repetition: the same options, its number added to every seed that the task knows.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` for a task that draws nothing.
    init(repetition: Int, of suite: SuiteTask) throws {
        let type = try taskCatalog(suite.task)
        let known = Self.seeds.filter { name in type.options.contains { $0.name == name } }
        guard !known.isEmpty else {
            throw suite.settings.error(
                at: "repeats",
                "'repeats' needs a task with a seed, and the answers of the task \(type.name) "
                    + "depend on none"
            )
        }
        var options = suite.options
        for name in known {
            let first = try suite.options.integer(name, in: 0...Int.max) ?? 0
            options.set(name, to: .integer(first &+ repetition))
        }
        self.init(task: try type.init(options: options), options: options)
        self.repetition = repetition
    }
}
