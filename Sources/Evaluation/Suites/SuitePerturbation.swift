import Domain
import Perturbations

/// A perturbation that a task asks for.
package struct SuitePerturbation: Sendable {
    package var name: String
    package var options: Settings
    package var line: Int

    /// The perturbation, looked up, of a task that asks about datasets of some kinds.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` for a name or option that there is not, or a
    ///   perturbation of what the examples do not have.
    func made(seed: UInt64, for task: any EvaluationTask.Type) throws -> ExamplePerturbation {
        let made: ExamplePerturbation
        do {
            made = try ExamplePerturbation(name: name, options: options.plain, seed: seed)
        } catch let error as UnknownNameError {
            throw options.error(at: error.kind == "perturbation" ? nil : error.name, "\(error)")
        } catch {
            throw options.error("\(error)")
        }
        guard task.datasets.contains(where: made.modality.isIn) else {
            let kinds = task.datasets.map(\.rawValue).sorted().joined(separator: " or ")
            throw options.error(
                "the perturbation '\(name)' is one of \(made.modality.words) and the task "
                    + "\(task.name) asks about \(kinds)"
            )
        }
        return made
    }
}
