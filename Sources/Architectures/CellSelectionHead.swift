import Checkpoints
import Inference
import Kernels
import Layers
import Tensors

/// Chooses a column, and scores its cells.
///
/// A cell's score is the mean of its tokens' scores. A column's is the mean of its cells' means under
/// weights of its own, the header among the cells. All cells outside the best column are as good as
/// impossible.
///
/// Source: Herzig et al. 2020, section 2, "Cell selection"; transformers 4.49, `modeling_tapas.py`,
/// `compute_column_logits` and `_single_column_cell_selection_loss`.
struct CellSelectionHead: Sendable {
    /// Stands for the logarithm of 0.
    private static let impossible: Float = -10_000

    /// Two outputs for each token: for its cell and for its column.
    private let weights: Linear
    private let temperature: Float
    private let rowLimit, columnLimit: Int
    private let mayChooseNoColumn: Bool

    init(_ scope: WeightScope, _ c: TapasConfiguration) throws(CheckpointError) {
        let width = c.encoder.hidden
        let names = ["", "column_"]
        var weights: [Float] = [], biases: [Float] = []
        for name in names {
            weights += try scope.tensor(name + "output_weights", [width]).values
            biases += try scope.tensor(name + "output_bias", []).values
        }
        self.weights = Linear(
            weight: Tensor([2, width], weights),
            bias: Tensor([2], biases),
            inputs: width,
            outputs: 2
        )
        temperature = c.temperature
        rowLimit = c.rowLimit
        columnLimit = c.columnLimit
        mayChooseNoColumn = c.mayChooseNoColumn
    }

    struct Result: Sendable {
        /// The score of each token by itself.
        let tokens: [Float]
        /// The score of each token's cell; near −10,000 outside the chosen column.
        let logits: [Float]
    }

    /// Scores the tokens of one table.
    ///
    /// - Parameters:
    ///   - states: The last hidden states, `[T, D]`.
    ///   - columns: The column of each token, 0 for the question.
    ///   - rows: The row of each token, 0 for the question and the header.
    ///   - workers: The threads that may share the work.
    /// - Returns: The scores of tokens and of their cells.
    func callAsFunction(
        _ states: Strided,
        columns: [Int],
        rows: [Int],
        workers: Workers
    ) -> Result {
        let scores = Matrix(rows: states.rows, columns: 2)
        weights(states, into: scores.strided, workers: workers)
        let both = withExtendedLifetime(scores) {
            Array(UnsafeBufferPointer(start: scores.strided.pointer, count: 2 * states.rows))
        }
        let tokens = (0..<states.rows).map { both[2 * $0] / temperature }

        var places: [Int: Int] = [:]
        var cells: [Cell] = []
        let cellOfToken = tokens.indices.map { token in
            let column = min(columns[token], columnLimit - 1)
            let key = min(rows[token], rowLimit - 1) * columnLimit + column
            let place = places[key] ?? cells.count
            if place == cells.count {
                places[key] = place
                cells.append(Cell(column: column))
            }
            cells[place].tokens += 1
            cells[place].sum += tokens[token]
            cells[place].columnSum += both[2 * token + 1]
            return place
        }
        let chosen = column(of: cells)
        let logits = cells.map { cell in
            let isChosen = cell.column == chosen && cell.column > 0
            return cell.sum / Float(cell.tokens) + (isChosen ? 0 : Self.impossible)
        }
        return Result(tokens: tokens, logits: cellOfToken.map { logits[$0] })
    }

    /// The sums over a cell's tokens.
    private struct Cell {
        let column: Int
        var tokens = 0
        var sum: Float = 0
        var columnSum: Float = 0
    }

    /// The best column; 0, which stands for none, only where that may be chosen, and nil if all are as
    /// bad as columns that are not there.
    private func column(of cells: [Cell]) -> Int? {
        var sums: [Int: (sum: Float, cells: Int)] = [:]
        for cell in cells {
            let old = sums[cell.column] ?? (0, 0)
            sums[cell.column] = (old.sum + cell.columnSum / Float(cell.tokens), old.cells + 1)
        }
        var best: (column: Int, logit: Float)?
        for (column, (sum, count)) in sums.sorted(by: { $0.key < $1.key }) {
            var logit = sum / Float(count)
            if column == 0, !mayChooseNoColumn { logit += Self.impossible }
            if logit > best?.logit ?? Self.impossible { best = (column, logit) }
        }
        return best?.column
    }
}
