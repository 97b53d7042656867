package import Domain
package import Storage

extension Example {
    /// The example's text.
    ///
    /// - Throws: ``PredictionFailure`` if it has none.
    package func requireText(_ what: String) throws(PredictionFailure) -> String {
        guard let text else { throw PredictionFailure("the example has no \(what)") }
        return text
    }

    /// The example's medium, of the given kind.
    ///
    /// - Throws: ``PredictionFailure`` if it has none or another.
    package func requireMedium(_ kind: Medium.Kind) throws(PredictionFailure) -> Medium {
        guard let medium else { throw PredictionFailure("the example has no \(kind.rawValue)") }
        guard medium.kind == kind else {
            throw PredictionFailure(
                "the example's medium is of kind \(medium.kind.rawValue), expected \(kind.rawValue)"
            )
        }
        return medium
    }
}
