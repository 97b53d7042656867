/// Divides scores: below 1 the likely tokens become likelier, above 1 all become more alike.
///
/// Source: transformers 4.49, `TemperatureLogitsWarper`.
package struct Temperature: LogitsStep {
    package let temperature: Float

    /// - Precondition: The temperature is above 0.
    package init(_ temperature: Float) {
        precondition(temperature > 0, "a temperature of \(temperature)")
        self.temperature = temperature
    }

    package func apply(to scores: UnsafeMutableBufferPointer<Float>, tokens: [Int]) {
        // Where the best would become infinite, all are taken from it first: it alone is left then.
        let most = scores.max() ?? 0
        let offset = most.isFinite && (most / temperature).isInfinite ? most : 0
        for index in scores.indices { scores[index] = (scores[index] - offset) / temperature }
    }
}
