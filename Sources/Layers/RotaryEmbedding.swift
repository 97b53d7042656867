package import Kernels
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Rotary position embeddings: pairs of a head's numbers are turned by an angle that grows with the
/// token's place.
///
/// Angles are computed in single precision, as the reference does, so that they are the same at
/// places where single precision has rounded them.
///
/// Source: Su et al. 2021, "RoFormer".
package struct RotaryEmbedding: Sendable {
    /// Which two numbers of a head are turned together.
    package enum Pairs: Sendable {
        /// 2i and 2i + 1 (GPT-J).
        case interleaved
        /// i and i + width / 2 (Llama).
        case halves
    }

    package let pairs: Pairs
    /// Radians a place, one for each pair.
    package let frequencies: [Float]

    package init(pairs: Pairs, frequencies: [Float]) {
        self.pairs = pairs
        self.frequencies = frequencies
    }

    /// base^(−2i / width) for every pair i.
    package static func frequencies(width: Int, base: Float) -> [Float] {
        (0..<width / 2).map { 1 / pow(base, Float(2 * $0) / Float(width)) }
    }

    /// The numbers of a head that are turned, its first ones.
    package var width: Int { 2 * frequencies.count }

    /// Cosines and sines for tokens at the given places, computed once for all layers of a pass.
    package func table(_ positions: [Int]) -> Table {
        let pairs = frequencies.count
        let cosines = FloatBuffer(uninitialized: positions.count * pairs)
        let sines = FloatBuffer(uninitialized: positions.count * pairs)
        for (row, position) in positions.enumerated() {
            for pair in 0..<pairs {
                let angle = Float(position) * frequencies[pair]
                cosines.pointer[row * pairs + pair] = cos(angle)
                sines.pointer[row * pairs + pair] = sin(angle)
            }
        }
        return Table(cosines: cosines, sines: sines)
    }

    /// `[rows, pairs]` each.
    package struct Table: Sendable {
        let cosines: FloatBuffer
        let sines: FloatBuffer
    }

    /// Turns every head of every row in place.
    ///
    /// - Parameters:
    ///   - values: `[rows, heads × E]`.
    ///   - headWidth: E, at least ``width``; what is beyond that stays as it is.
    ///   - table: Of as many rows.
    ///   - workers: The threads that may share the work.
    package func apply(
        to values: Strided,
        headWidth: Int,
        table: Table,
        workers: Workers
    ) {
        let pairs = frequencies.count
        precondition(
            headWidth >= width && values.columns % headWidth == 0
                && table.cosines.count == values.rows * pairs,
            "rotary embedding of \(width) in heads of \(headWidth), \(values.rows) rows"
        )
        let step = self.pairs == .interleaved ? 2 : 1
        let partner = self.pairs == .interleaved ? 1 : pairs
        workers.divide(values.rows) { rows in
            for row in rows {
                let cosines = table.cosines.pointer + row * pairs
                let sines = table.sines.pointer + row * pairs
                var head = values.pointer + row * values.stride
                for _ in 0..<values.columns / headWidth {
                    for pair in 0..<pairs {
                        let x = head[pair * step], y = head[pair * step + partner]
                        head[pair * step] = x * cosines[pair] - y * sines[pair]
                        head[pair * step + partner] = y * cosines[pair] + x * sines[pair]
                    }
                    head += headWidth
                }
            }
        }
    }
}
