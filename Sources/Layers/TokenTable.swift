package import Checkpoints
package import Kernels
import Tensors

/// A model's vocabulary: a row for each token going in, and a score for each coming out.
///
/// Where a model uses one table for both, only the packed one that products need is kept: it is also
/// where rows are read from, a number from each of D places.
package struct TokenTable: Sendable {
    private enum Rows: Sendable {
        case packed
        case table(Embedding)
    }

    private let rows: Rows
    private let head: Linear
    /// V.
    package let count: Int
    /// D.
    package let width: Int

    /// Reads the tables, `weight` of `[count, width]` each.
    ///
    /// A tied model's file may have a head's weight as well, which is the embedding's; it is not read.
    ///
    /// - Parameters:
    ///   - scope: The embedding's.
    ///   - head: The head's.
    ///   - isTied: Whether the head's weight is the embedding's.
    ///   - count: V.
    ///   - width: D.
    ///   - headHasBias: Whether the head has a `bias`.
    /// - Throws: ``CheckpointError`` for a tensor that is absent or of another shape.
    package init(
        _ scope: WeightScope,
        head: WeightScope,
        isTied: Bool,
        count: Int,
        width: Int,
        headHasBias: Bool = false
    ) throws(CheckpointError) {
        self.count = count
        self.width = width
        self.head = try Linear(
            isTied ? scope : head,
            inputs: width,
            outputs: count,
            bias: headHasBias ? head : nil
        )
        rows = isTied ? .packed : .table(try Embedding(scope, count: count, width: width))
    }

    /// Writes the rows of the given tokens.
    ///
    /// - Precondition: Every id is in `0 ..< count`.
    package func lookup(_ ids: [Int], into result: Strided, workers: Workers) {
        precondition(
            result.rows == ids.count && result.columns == width,
            "[\(ids.count), \(width)] into [\(result.rows), \(result.columns)]"
        )
        switch rows {
        case .table(let table): table.look(up: ids, into: result)
        case .packed:
            workers.divide(ids.count) { part in
                for row in part {
                    head.copyWeight(
                        ofOutput: ids[row],
                        into: result.pointer + row * result.stride
                    )
                }
            }
        }
    }

    /// `[rows, D]` → the scores of every token, `[rows, V]`.
    package func logits(_ states: Strided, into result: Strided, workers: Workers) {
        head(states, into: result, workers: workers)
    }
}
