import Domain
import Storage

extension Example {
    /// The texts of some attributes: of several, one each; of one, those of the JSON array that it is.
    ///
    /// - Parameter names: One or more.
    /// - Throws: ``PredictionFailure`` that names the attribute if it is not there, or no array of texts,
    ///   and for an array without any.
    func texts(of names: [String]) throws(PredictionFailure) -> [String] {
        var values: [String] = []
        for name in names {
            guard let value = attributes[name] else {
                throw PredictionFailure("the example has no attribute '\(name)'")
            }
            values.append(value)
        }
        guard values.count == 1 else { return values }
        guard let texts = (try? JSONValue(parsing: values[0]))?.strings else {
            throw PredictionFailure(
                "the attribute '\(names[0])' is no JSON array of texts: \(values[0])"
            )
        }
        guard !texts.isEmpty else { throw PredictionFailure("the example has no choices") }
        return texts
    }
}
