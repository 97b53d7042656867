package import Domain
package import Tokenization

/// A table model's tokenizer and how many tokens it takes.
///
/// A model runs on ids without a tokenizer, so that what is wrong with one is told when a table is to
/// be read and not before.
package struct TableFront: Sendable {
    private let limit: Int
    private let loaded: Result<TableEncoder, any Error>

    /// Reads a folder's tokenizer.
    ///
    /// - Parameters:
    ///   - folder: The checkpoint's.
    ///   - limit: The most tokens that the model's positions take; the tokenizer may say less.
    package init(folder: String, limit: Int) {
        self.limit = limit
        loaded = Result { try TableEncoder(folder: folder) }
    }

    /// Splits a table once for all questions over it.
    ///
    /// - Throws: ``TableEncodingError``, or why there is no tokenizer.
    package func prepare(_ table: Table) throws -> TableEncoder.Prepared {
        try loaded.get().prepare(table)
    }

    /// Encodes a question over a table, which is shortened to fit.
    ///
    /// - Throws: ``TableEncodingError``, or why there is no tokenizer.
    package func encode(
        _ question: String,
        over table: TableEncoder.Prepared
    ) throws -> TableEncoding {
        try loaded.get().encode(question, over: table, limit: limit)
    }
}
