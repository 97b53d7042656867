/// What can be wrong with what a perturbation is asked.
package enum PerturbationError: Error, Equatable, CustomStringConvertible {
    /// An option's value makes no sense.
    case option(perturbation: String, option: String, expected: String, found: String)
    /// A task was asked with a version of a perturbation that this program does not have.
    case version(name: String, known: Int, found: Int)
    /// A recording that cannot be perturbed.
    case recording(reason: String)

    package var description: String {
        switch self {
        case .option(let perturbation, let option, let expected, let found):
            "option '\(option)' of the perturbation \(perturbation) must be \(expected), "
                + "found \(found)"
        case .version(let name, let known, let found):
            "the perturbation \(name) is here in version \(known), found version \(found) asked for; "
                + "run the suite again"
        case .recording(let reason): "the recording cannot be perturbed: \(reason)"
        }
    }
}
