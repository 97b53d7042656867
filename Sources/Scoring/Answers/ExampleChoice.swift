import Domain

/// Reading an answer as one of the choices that an example offers.
extension ExampleMetric {
    /// The position of the answer among the texts of the attribute `choices`.
    ///
    /// - Returns: Nil where the answer is no choice at all: it has no label.
    /// - Throws: ``MetricError`` for an answer of another kind, for one that is none of the choices, and
    ///   where there is no list of them.
    static func choice(
        _ outcome: Outcome,
        of example: ScoredExample
    ) throws(MetricError) -> Int? {
        guard case .labels(let labels) = outcome else { throw mismatch(outcome, example.target) }
        let choices = try choices(of: example)
        guard let label = labels.first?.label else { return nil }
        guard let index = choices.firstIndex(of: label) else {
            throw .attribute(
                metric: name,
                attribute: "choices",
                expected: "a list with the answer '\(label)' in it",
                found: example.attributes["choices"]
            )
        }
        return index
    }

    /// The texts of the attribute `choices`.
    static func choices(of example: ScoredExample) throws(MetricError) -> [String] {
        let stored = example.attributes["choices"]
        guard let stored, let texts = (try? JSONValue(parsing: stored))?.strings, !texts.isEmpty
        else {
            throw .attribute(
                metric: name,
                attribute: "choices",
                expected: "a JSON array of texts",
                found: stored
            )
        }
        return texts
    }

    /// The value of an attribute that must be one of a few words.
    static func word(
        _ attribute: String,
        of example: ScoredExample,
        _ known: [String]
    ) throws(MetricError) -> String {
        guard let found = example.attributes[attribute], known.contains(found) else {
            throw .attribute(
                metric: name,
                attribute: attribute,
                expected: known.joined(separator: " or "),
                found: example.attributes[attribute]
            )
        }
        return found
    }
}
