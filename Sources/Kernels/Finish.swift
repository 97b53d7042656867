/// What becomes of a sum before it is stored: + bias, activation, + residual, in this order.
package struct Finish: Sendable {
    /// One number a column.
    package var bias: FloatBuffer?
    package var activation: Activation
    package var residual: Strided?

    package init(
        bias: FloatBuffer? = nil,
        activation: Activation = .none,
        residual: Strided? = nil
    ) {
        self.bias = bias
        self.activation = activation
        self.residual = residual
    }

    /// Traps unless it fits a result of that size.
    func check(rows: Int, columns: Int) {
        precondition(
            (bias?.count ?? columns) == columns,
            "a bias of \(bias?.count ?? 0) numbers for \(columns) columns"
        )
        precondition(
            residual.map { $0.rows == rows && $0.columns == columns } ?? true,
            "a residual of another shape than [\(rows), \(columns)]"
        )
    }

    /// The same for some of the rows.
    func rows(_ range: Range<Int>) -> Finish {
        Finish(bias: bias, activation: activation, residual: residual?.rows(range))
    }
}
