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
        for index in scores.indices { scores[index] /= temperature }
    }
}
