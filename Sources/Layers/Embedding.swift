package import Checkpoints
package import Kernels
package import Tensors

/// A table of vectors by id.
package struct Embedding: Sendable {
    /// `[count, width]`.
    package let table: Tensor

    /// Reads `weight`, `[count, width]`.
    package init(_ scope: WeightScope, count: Int, width: Int) throws(CheckpointError) {
        table = try scope.tensor("weight", [count, width])
    }

    /// Takes a table `[count, width]` that is there.
    package init(table: Tensor) {
        precondition(table.shape.rank == 2, "a table of shape \(table.shape)")
        self.table = table
    }

    package var count: Int { table.shape[0] }
    package var width: Int { table.shape[1] }

    /// Writes the vector of each id into its row.
    ///
    /// - Precondition: Every id is in `0..<count`; whoever takes ids from outside checks them.
    package func look(up ids: [Int], into rows: Strided) {
        each(ids, rows) { to, from in to.update(from: from, count: width) }
    }

    /// Adds the vector of each id to its row.
    ///
    /// - Precondition: Every id is in `0..<count`.
    package func add(_ ids: [Int], to rows: Strided) {
        each(ids, rows) { to, from in
            for column in 0..<width { to[column] += from[column] }
        }
    }

    private func each(
        _ ids: [Int],
        _ rows: Strided,
        _ body: (UnsafeMutablePointer<Float>, UnsafePointer<Float>) -> Void
    ) {
        precondition(
            ids.count == rows.rows && rows.columns == width,
            "\(ids.count) ids of width \(width) into [\(rows.rows), \(rows.columns)]"
        )
        withExtendedLifetime(table) {
            let base = UnsafePointer(table.buffer.pointer)
            for (row, id) in ids.enumerated() {
                precondition((0..<count).contains(id), "id \(id) of \(count)")
                body(rows.pointer + row * rows.stride, base + id * width)
            }
        }
    }
}
