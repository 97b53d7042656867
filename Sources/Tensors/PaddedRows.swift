package import Kernels

/// Which places of a padded batch `[B, T]` are real.
///
/// The reference implementation pads a batch to one length and masks what it added; Assay's models run on
/// the real rows alone, packed one sequence after the other. This is the way from the one to the
/// other and back, for recorded calls.
package struct PaddedRows: Sendable {
    /// B.
    package let batch: Int
    /// T.
    package let length: Int
    /// Where the packed sequences lie.
    package let sequences: Sequences
    /// The padded row, b × T + t, of each packed row.
    package let places: [Int]

    /// The places where a mask `[B, T]` is not 0.
    ///
    /// - Precondition: The mask has two dimensions.
    package init(mask: Tensor) {
        precondition(mask.shape.rank == 2, "a mask of shape \(mask.shape)")
        let length = mask.shape[1]
        let values = mask.values
        places = values.indices.filter { values[$0] != 0 }
        var lengths = [Int](repeating: 0, count: mask.shape[0])
        for place in places { lengths[place / max(length, 1)] += 1 }
        sequences = Sequences(lengths: lengths)
        batch = mask.shape[0]
        self.length = length
    }

    /// A batch without padding.
    package init(batch: Int, length: Int) {
        self.batch = batch
        self.length = length
        places = Array(0..<batch * length)
        sequences = Sequences(count: batch, length: length)
    }

    /// The place t of each packed row in its padded sequence.
    package var positions: [Int] { places.map { $0 % max(length, 1) } }

    /// The whole numbers of a tensor `[B, T]`, packed.
    package func pack(_ tensor: Tensor) -> [Int] {
        precondition(tensor.shape == [batch, length], "\(tensor.shape) for [\(batch), \(length)]")
        return tensor.withUnsafeValues { values in places.map { Int(values[$0]) } }
    }

    /// Packed rows `[rows, D]` as `[B, T, D]`, zeros where there is padding.
    package func tensor(_ packed: Matrix) -> Tensor {
        precondition(packed.rows == places.count, "\(packed.rows) rows for \(places.count) places")
        let width = packed.columns
        return Tensor([batch, length, width]) { target in
            target.initialize(repeating: 0)
            guard let base = target.baseAddress else { return }
            for (row, place) in places.enumerated() {
                (base + place * width).update(
                    from: packed.strided.pointer + row * width,
                    count: width
                )
            }
        }
    }

    /// The probabilities that `Operations.attend` writes, `[heads, queries, keys]` of each sequence,
    /// as `[B, heads, T, T]`, zeros where there is padding.
    package func tensor(probabilities: FloatBuffer, heads: Int) -> Tensor {
        let length = length
        return Tensor([batch, heads, length, length]) { target in
            target.initialize(repeating: 0)
            var source = probabilities.pointer
            for index in 0..<batch {
                let own = places[sequences[index]].map { $0 % length }
                for head in 0..<heads {
                    for query in own {
                        for key in own {
                            target[((index * heads + head) * length + query) * length + key] =
                                source.pointee
                            source += 1
                        }
                    }
                }
            }
        }
    }
}
