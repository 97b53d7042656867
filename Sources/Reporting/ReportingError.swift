/// Why no report can be made.
package enum ReportingError: Error, Equatable, CustomStringConvertible {
    /// The database holds no run at all.
    case noRuns
    /// There is no run of that number.
    case unknownRun(Int64, known: [Int64])
    /// A page without any pictures or sound is larger than it may be.
    case tooLarge(bytes: Int, allowed: Int)
    /// The file cannot be written.
    case unwritable(path: String, reason: String)

    package var description: String {
        switch self {
        case .noRuns:
            "the database holds no run to report on; make one with 'assay run SUITE'"
        case .unknownRun(let run, let known):
            "there is no run \(run) in the database; it holds \(Self.list(known)); "
                + "'assay runs' lists them"
        case .tooLarge(let bytes, let allowed):
            "the page takes \(Numbers.size(bytes: bytes)) without any pictures or sound, more than the "
                + "\(Numbers.size(bytes: allowed)) that --max-bytes allows; allow more, or report "
                + "fewer runs"
        case .unwritable(let path, let reason):
            "the report cannot be written to \(path): \(reason); name another file with --output"
        }
    }

    /// "runs 1, 2 and 3", with the middle left out where there are many.
    private static func list(_ runs: [Int64]) -> String {
        switch runs.count {
        case 0: "no runs"
        case 1: "run \(runs[0])"
        case 2...8:
            "runs " + runs.dropLast().map(String.init).joined(separator: ", ")
                + " and \(runs[runs.count - 1])"
        default: "\(runs.count) runs, \(runs[0]) to \(runs[runs.count - 1])"
        }
    }
}
