import Foundation

/// One number by which a model's logits are divided so that its probabilities say how often it is right.
///
/// Fitted on examples that were held out. Guo et al. 2017, section 4.2.
package struct TemperatureScaling: Sendable, Equatable {
    /// Above 1 for a model that is too sure of itself.
    package let temperature: Double

    package init(temperature: Double) {
        self.temperature = temperature
    }

    /// Temperatures inside the limits between which one is looked for.
    package static let range = 0.001_001...999.9

    /// The temperature of the least mean negative log-likelihood.
    ///
    /// The likelihood is concave in 1/T, so that bisection on its slope finds the best one, to 10⁻¹². It is
    /// looked for between 0.001 and 1000. Nil without examples, and where a row has no such class.
    ///
    /// - Parameters:
    ///   - logits: A row for each example, with a logit for each class. Logarithms of probabilities will do.
    ///   - targets: The index of the right class of each example.
    package init?(fittedTo logits: [[Double]], targets: [Int]) {
        guard !logits.isEmpty, logits.count == targets.count,
            zip(logits, targets).allSatisfy({ $0.indices.contains($1) })
        else { return nil }
        // The slope of the log-likelihood in the inverse temperature.
        func slope(_ inverse: Double) -> Double {
            var slope = 0.0
            for (row, target) in zip(logits, targets) {
                let shares = Self.softmax(row.map { $0 * inverse })
                let mean = zip(shares, row).reduce(0) { $0 + ($1.0 == 0 ? 0 : $1.0 * $1.1) }
                slope += row[target] - mean
            }
            return slope
        }
        var low = log(1e-3), high = log(1e3)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if slope(exp(middle)) > 0 { low = middle } else { high = middle }
        }
        temperature = exp(-(low + high) / 2)
    }

    /// The probabilities of one example's classes at the temperature.
    package func probabilities(logits: [Double]) -> [Double] {
        Self.softmax(logits.map { $0 / temperature })
    }

    private static func softmax(_ logits: [Double]) -> [Double] {
        let highest = logits.max() ?? 0
        let shares = logits.map { exp($0 - highest) }
        let sum = shares.reduce(0, +)
        return shares.map { $0 / sum }
    }
}
