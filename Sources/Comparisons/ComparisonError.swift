/// Why two models cannot be compared.
package enum ComparisonError: Error, Equatable, CustomStringConvertible {
    /// They have nothing that could be held side by side, or not yet.
    case nothing(reason: String)

    package var description: String {
        switch self {
        case .nothing(let reason): "nothing to compare: \(reason)"
        }
    }
}
