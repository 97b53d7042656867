package import Domain
package import Tokenization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A model that answers questions with cells of a table, and says what is to be done with them.
package protocol TableAnswering: TableReading {
    /// The aggregations that it chooses among; nil if it chooses none.
    var aggregation: TableAggregation? { get }

    /// The scores of a batch of tables with their questions.
    ///
    /// - Returns: The same for a table whatever the batch it is in.
    /// - Throws: ``InferenceError`` for a table beyond what the model was made for.
    func scores(for tables: [TableEncoding]) throws -> [CellScores]
}

extension TableAnswering {
    /// The answer in the shape of the table-question-answering pipeline.
    ///
    /// - Parameters:
    ///   - scores: The model's.
    ///   - table: The table that was asked about.
    /// - Returns: The cells that are more likely than not, and the likeliest aggregation. "SUM > "
    ///   stands before the cells unless the aggregation is none; it also stands alone.
    package func answer(_ scores: CellScores, over table: Table) -> TableAnswer {
        let coordinates = scores.selected()
        let cells = coordinates.map { table.rows[$0[0]][$0[1]] }
        var prefix = "", label: String?
        if let aggregation, let index = scores.likeliestAggregation {
            label = aggregation.labels[index]
            if index != aggregation.none { prefix = aggregation.labels[index] + " > " }
        }
        return TableAnswer(
            answer: prefix + cells.joined(separator: ", "),
            coordinates: coordinates,
            cells: cells,
            aggregator: label.flatMap { $0.isEmpty ? nil : $0 }
        )
    }
}

/// The names of aggregations.
package struct TableAggregation: Sendable, Equatable {
    /// By output of the head: `NONE`, `SUM`, `AVERAGE`, `COUNT`.
    package let labels: [String]
    /// The one that leaves the cells as they are; nil if there is none.
    package let none: Int?

    package init(labels: [String], none: Int?) {
        self.labels = labels
        self.none = none
    }
}

/// How likely the cells of a table, and the aggregations, are to be the answer.
package struct CellScores: Sendable, Equatable {
    /// Row and column of each cell that has a token, from 0, the header not counted; by row, then
    /// column.
    package let cells: [[Int]]
    /// The logit of each.
    package let logits: [Float]
    /// The logits of the aggregations; nil without a head.
    package let aggregation: [Float]?

    /// Takes the logits of a table's tokens, which are the same for all tokens of a cell.
    package init(_ table: TableEncoding, logits: [Float], aggregation: [Float]?) {
        precondition(logits.count == table.count, "\(logits.count) logits, \(table.count) tokens")
        var cells: [[Int]] = [], own: [Float] = []
        for token in logits.indices where table.rows[token] > 0 && table.columns[token] > 0 {
            let cell = [table.rows[token] - 1, table.columns[token] - 1]
            if cells.last != cell {
                cells.append(cell)
                own.append(logits[token])
            }
        }
        self.cells = cells
        self.logits = own
        self.aggregation = aggregation
    }

    /// The cells whose probability is above a threshold, by row, then column.
    package func selected(threshold: Double = 0.5) -> [[Int]] {
        // In single precision, and cut where the exponential would overflow, as the reference does.
        zip(cells, logits).filter { Double(1 / (1 + exp(-max($0.1, -88.7)))) > threshold }.map(\.0)
    }

    /// The first of the highest.
    package var likeliestAggregation: Int? {
        guard let aggregation, let most = aggregation.max() else { return nil }
        return aggregation.firstIndex(of: most)
    }

    /// Whether all numbers are.
    package var isFinite: Bool {
        logits.allSatisfy(\.isFinite) && (aggregation ?? []).allSatisfy(\.isFinite)
    }
}
