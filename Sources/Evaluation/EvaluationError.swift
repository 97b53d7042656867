/// Why a suite cannot be run or a run cannot be scored.
package enum EvaluationError: Error, Equatable, CustomStringConvertible {
    /// Something in a suite is wrong; `line` is from 1, nil where it concerns the whole file.
    case suite(file: String, line: Int?, reason: String)
    /// A model that cannot be used at all.
    case model(name: String, reason: String)
    /// A run, task or metric of the database that cannot be scored.
    case scoring(what: String, reason: String)
    /// A number or name given on the command line that makes no sense.
    case option(name: String, reason: String)

    package var description: String {
        switch self {
        case .suite(let file, let line, let reason):
            line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)"
        case .model(let name, let reason): "model '\(name)': \(reason)"
        case .scoring(let what, let reason): "\(what): \(reason)"
        case .option(let name, let reason): "\(name): \(reason)"
        }
    }
}
