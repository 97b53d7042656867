/// A question and a table as TAPAS is given them: `[CLS]`, the question, `[SEP]`, the header, the
/// rows; all arrays have one member a token.
package struct TableEncoding: Sendable, Equatable {
    /// Rows of the word embedding.
    package var ids: [Int]
    /// 0 for the question, 1 for the table.
    package var segments: [Int]
    /// The column, counted from 1; 0 for the question.
    package var columns: [Int]
    /// The row, counted from 1; 0 for the question and the header.
    package var rows: [Int]
    /// 1 in cells of the answer before this one.
    package var previousLabels: [Int]
    /// The cell's rank in a column of numbers or dates, 1 the lowest; 0 without one.
    package var ranks: [Int]
    /// The cell's rank from above, 1 the highest.
    package var inverseRanks: [Int]
    /// How the numbers of the question compare with the cell's; see
    /// ``NumericColumn/relations(of:)``.
    package var relations: [Int]

    /// The tokens before the table.
    package init(question ids: [Int]) {
        let zeros = [Int](repeating: 0, count: ids.count)
        self.ids = ids
        segments = zeros
        columns = zeros
        rows = zeros
        previousLabels = zeros
        ranks = zeros
        inverseRanks = zeros
        relations = zeros
    }

    /// Adds tokens of a cell, or of the name of a column.
    package mutating func append(
        _ tokens: some Sequence<Int>,
        row: Int,
        column: Int,
        rank: Int = 0,
        inverseRank: Int = 0,
        relation: Int = 0
    ) {
        for id in tokens {
            ids.append(id)
            segments.append(1)
            columns.append(column)
            rows.append(row)
            previousLabels.append(0)
            ranks.append(rank)
            inverseRanks.append(inverseRank)
            relations.append(relation)
        }
    }

    /// The number of tokens.
    package var count: Int { ids.count }

    /// The seven type ids in the reference's order: `token_type_ids[..., k]` is member k.
    package var typeIDs: [[Int]] {
        [segments, columns, rows, previousLabels, ranks, inverseRanks, relations]
    }

    /// What the seven are called in messages.
    package static let typeNames = [
        "segment", "column", "row", "previous label", "rank", "inverse rank", "relation",
    ]

    /// Marks the cells of an earlier answer; cells that were left out for length are passed over.
    ///
    /// - Parameter cells: Row and column of each, from 0, the header not counted.
    package mutating func mark(_ cells: [[Int]]) {
        let marked = Set(cells)
        for token in ids.indices {
            let cell = [rows[token] - 1, columns[token] - 1]
            previousLabels[token] = rows[token] > 0 && marked.contains(cell) ? 1 : 0
        }
    }
}
