package import Domain

/// Turns tables and questions into what TAPAS is given.
///
/// Source: Herzig et al. 2020, "TaPas: Weakly Supervised Table Parsing via Pre-training", section 2;
/// transformers 4.49, `tokenization_tapas.py`, TapasTokenizer.
/// Checked by: `Tests/Fixtures/models/tapas`, exact.
package struct TableEncoder: Sendable {
    package let settings: TableEncoderSettings
    private let words: TableWords

    /// An encoder of a tokenizer of words and the settings beside it.
    ///
    /// - Parameters:
    ///   - words: Splits the texts.
    ///   - settings: What `tokenizer_config.json` says of tables.
    package init(words: TableWords, settings: TableEncoderSettings) {
        self.words = words
        self.settings = settings
    }

    /// A table, split into tokens and read for numbers once for all questions over it.
    package struct Prepared: Sendable {
        /// The tokens of the header, then of each row but those that cannot fit.
        fileprivate let rows: [[TableWords.Text]]
        /// For each column, its values if it has any to compare.
        fileprivate let numbers: [NumericColumn?]
        fileprivate let ranks: [NumericColumn.Ranks?]
    }

    /// Splits a table and reads its numbers.
    ///
    /// - Throws: ``TableEncodingError`` for a table without columns or rows, or with too many
    ///   columns.
    package func prepare(_ table: Table) throws -> Prepared {
        guard !table.header.isEmpty, !table.rows.isEmpty else {
            throw TableEncodingError.emptyTable
        }
        guard table.header.count < settings.columnLimit else {
            throw TableEncodingError.tooManyColumns(
                found: table.header.count,
                most: settings.columnLimit - 1
            )
        }
        let header = settings.ignoresColumnNames ? table.header.map { _ in "" } : table.header
        let numbers = table.header.indices.map { column in
            NumericColumn(cells: table.rows.map { NumericText.values(in: $0[column]) })
        }
        return Prepared(
            rows: try split([header] + table.rows),
            numbers: numbers,
            ranks: numbers.map { $0?.ranks }
        )
    }

    /// Splits rows until the first words of their cells alone are too many: what follows is dropped
    /// whatever the question.
    private func split(_ rows: [[String]]) throws -> [[TableWords.Text]] {
        var result: [[TableWords.Text]] = []
        var least = 0
        for row in rows.prefix(settings.rowLimit) where least <= settings.maximumLength {
            let texts = try row.map(words.split)
            result.append(texts)
            least += texts.reduce(0) { $0 + $1.count(ofWordsBefore: 1) }
        }
        return result
    }

    /// Encodes a question over a table, shortening the table to fit.
    ///
    /// What does not fit is left out as the reference's `drop_rows_to_fit` does it: first every cell
    /// is cut to the same number of tokens, whole words only, down to one word; then rows are
    /// dropped from the end.
    ///
    /// - Parameters:
    ///   - question: Not empty.
    ///   - table: From ``prepare(_:)``.
    ///   - limit: The most tokens, if fewer than the settings allow.
    /// - Returns: No previous labels are set; see ``TableEncoding/mark(_:)``.
    /// - Throws: ``TableEncodingError/emptyQuestion`` or
    ///   ``TableEncodingError/tooLong(found:most:)``.
    package func encode(
        _ question: String,
        over table: Prepared,
        limit: Int? = nil
    ) throws -> TableEncoding {
        guard !question.isEmpty else { throw TableEncodingError.emptyQuestion }
        let limit = min(limit ?? .max, settings.maximumLength)
        var asked = question
        var query = try words.split(question).ids
        if query.count > settings.longestQuestion ?? .max
            || query.count < settings.shortestQuestion ?? 0
        {
            (asked, query) = ("", [])
        }

        let (rowCount, cellLength) = fit(table, into: limit - query.count - 2)
        var encoding = TableEncoding(
            question: [words.classification] + query + [words.separator]
        )
        let relations = relations(asked, table)
        for (row, cells) in table.rows.prefix(rowCount + 1).enumerated() {
            for (column, text) in cells.enumerated() {
                let length = text.count(ofWordsBefore: cellLength)
                // The header has neither rank nor relation.
                let rank = row > 0 ? table.ranks[column] : nil
                encoding.append(
                    text.ids[..<length],
                    row: row,
                    column: column + 1,
                    rank: rank?.ascending[row - 1] ?? 0,
                    inverseRank: rank?.descending[row - 1] ?? 0,
                    relation: row > 0 ? relations[column]?[row - 1] ?? 0 : 0
                )
            }
        }
        guard encoding.count <= limit else {
            throw TableEncodingError.tooLong(found: encoding.count, most: limit)
        }
        return encoding
    }

    /// For each column the bits of every comparison with a number of the question; nil without any.
    private func relations(_ question: String, _ table: Prepared) -> [[Int]?] {
        let values = Set(NumericText.values(in: question))
        return table.numbers.map { column in
            guard let column else { return nil }
            return values.compactMap(column.relations).reduce(nil) { sum, bits in
                sum.map { zip($0, bits).map { $0 | $1 } } ?? bits
            }
        }
    }

    // MARK: - Fitting

    /// How many rows, and how many tokens of each cell, fit into a number of tokens.
    private func fit(_ table: Prepared, into budget: Int) -> (rows: Int, cellLength: Int) {
        var longest = table.rows.lazy.joined().map(\.ids.count).max() ?? 0
        if let limit = settings.cellLength { longest = min(longest, limit) }
        // The header is not counted.
        var rows = table.rows.count - 1
        // How many tokens belong to words that begin at each place of a cell, in the rows kept.
        var begun = [Int](repeating: 0, count: longest + 2)
        func count(_ row: [TableWords.Text], _ sign: Int) {
            for text in row {
                for start in text.wordStarts where start < begun.count { begun[start] += sign }
            }
        }
        for row in table.rows.prefix(rows + 1) { count(row, 1) }
        while true {
            // The greatest length at which the rows fit; one more does not, or nothing is longer.
            var length = 0
            var cost = begun[0]
            while length < longest, cost <= budget {
                length += 1
                cost += begun[length]
            }
            let isCut = length < longest
            // The reference has a cell's limit be the only cut.
            let mayBeCut = length > 0 && settings.cellLength == nil
            if !isCut || mayBeCut { return (rows, max(length, 1)) }
            if rows <= 1 { return (rows - 1, 1) }
            count(table.rows[rows], -1)
            rows -= 1
        }
    }
}
