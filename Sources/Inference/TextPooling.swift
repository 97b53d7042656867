package import Kernels

/// How the vectors of a text's tokens become one: one way, or several whose results lie one after the
/// other.
///
/// Source: sentence-transformers 3, `models/Pooling.py`.
package struct TextPooling: Sendable, Equatable {
    /// One way; the order is that of the results.
    package enum Mode: String, Sendable, CaseIterable {
        /// The first token's.
        case first = "cls"
        /// The largest number of each column.
        case largest = "max"
        case mean
        /// The sum over √T.
        case meanOfRoot = "mean_sqrt_len"
        /// Token t, from 1, weighs t.
        case weightedMean = "weightedmean"
        /// The last token's.
        case last = "lasttoken"

        /// The key of a pooling's `config.json` that asks for it.
        package var key: String {
            switch self {
            case .first: "pooling_mode_cls_token"
            case .largest: "pooling_mode_max_tokens"
            case .mean: "pooling_mode_mean_tokens"
            case .meanOfRoot: "pooling_mode_mean_sqrt_len_tokens"
            case .weightedMean: "pooling_mode_weightedmean_tokens"
            case .last: "pooling_mode_lasttoken"
            }
        }
    }

    package let modes: [Mode]

    /// - Precondition: There is at least one.
    package init(_ modes: Set<Mode>) {
        precondition(!modes.isEmpty, "no way of pooling")
        self.modes = Mode.allCases.filter(modes.contains)
    }

    /// Numbers of a result, for tokens of `width` numbers.
    package func width(of width: Int) -> Int { modes.count * width }

    /// Pools `[T, D]`, T at least 1, to `modes.count` × D numbers.
    package func callAsFunction(_ states: Strided) -> [Float] {
        precondition(states.rows > 0, "no tokens to pool")
        return modes.flatMap { mode in
            (0..<states.columns).map { column in Self.pool(states, column, mode) }
        }
    }

    private static func pool(_ states: Strided, _ column: Int, _ mode: Mode) -> Float {
        let count = states.rows
        func value(_ row: Int) -> Float { states.pointer[row * states.stride + column] }
        func sum(_ weight: (Int) -> Double = { _ in 1 }) -> Double {
            (0..<count).reduce(0) { $0 + Double(value($1)) * weight($1) }
        }
        switch mode {
        case .first: return value(0)
        case .last: return value(count - 1)
        case .largest: return (1..<count).reduce(value(0)) { max($0, value($1)) }
        case .mean: return Float(sum() / Double(count))
        case .meanOfRoot: return Float(sum() / Double(count).squareRoot())
        case .weightedMean:
            return Float(sum { Double($0 + 1) } / (Double(count) * Double(count + 1) / 2))
        }
    }
}
