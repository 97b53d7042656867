#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What each operation computes, in plain Swift and double precision.
///
/// The specification of the fast loops, which tests hold to it.
package enum Reference {
    /// `[rows, depth]` × transpose of `[columns, depth]` → `[rows, columns]`.
    package static func multiply(_ left: [[Float]], transposed right: [[Float]]) -> [[Double]] {
        left.map { row in
            right.map { column in
                zip(row, column).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            }
        }
    }

    /// One number through an activation.
    package static func activate(_ x: Double, _ activation: Activation) -> Double {
        switch activation {
        case .none: x
        case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
        case .geluTanh:
            0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        case .quickGELU: x / (1 + exp(-1.702 * x))
        case .relu: max(x, 0)
        case .silu: x / (1 + exp(-x))
        }
    }

    /// activation(x + bias) + residual, by element.
    package static func finish(
        _ row: [Float],
        bias: [Float]?,
        activation: Activation,
        residual: [Float]?
    ) -> [Double] {
        row.indices.map {
            activate(Double(row[$0]) + Double(bias?[$0] ?? 0), activation)
                + Double(residual?[$0] ?? 0)
        }
    }

    /// (x − mean) / √(variance + ε) × weight + bias, the variance biased.
    ///
    /// Source: Ba et al. 2016.
    package static func normalize(
        _ row: [Float],
        weight: [Float],
        bias: [Float],
        epsilon: Float
    ) -> [Double] {
        let values = row.map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        let variance =
            values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        let deviation = (variance + Double(epsilon)).squareRoot()
        return values.indices.map {
            (values[$0] - mean) / deviation * Double(weight[$0]) + Double(bias[$0])
        }
    }

    /// exp(scale x) over the row's sum of it.
    package static func softmax(_ row: [Double], scale: Double = 1) -> [Double] {
        let most = row.map { $0 * scale }.max() ?? 0
        let powers = row.map { exp($0 * scale - most) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    /// softmax(scale × query keyᵀ) value for one head, over the keys that each query sees.
    ///
    /// - Parameters:
    ///   - query: `[queries, width]`.
    ///   - key: `[keys, width]`.
    ///   - value: `[keys, width]`.
    ///   - scale: What scores are multiplied by.
    ///   - mask: Which keys a query sees.
    /// - Returns: `[queries, width]`.
    ///
    /// Source: Vaswani et al. 2017.
    package static func attend(
        query: [[Float]],
        key: [[Float]],
        value: [[Float]],
        scale: Float,
        mask: AttentionMask = .none
    ) -> [[Double]] {
        multiply(query, transposed: key).enumerated().map { index, scores in
            let place = key.count - query.count + index
            let last = mask.isCausal ? place : key.count - 1
            let seen = max(0, place + 1 - (mask.window ?? place + 1))...last
            let weights = softmax(Array(scores[seen]), scale: Double(scale))
            return (value.first ?? []).indices.map { column in
                zip(weights, value[seen]).reduce(0) { $0 + $1.0 * Double($1.1[column]) }
            }
        }
    }
}
