package import Tokenization

/// A model that gives every label of a fixed list a score for a statement over a table.
package protocol TableClassifying: TableReading {
    /// The names of the classes, in the order of the scores.
    var labels: [String] { get }

    /// How logits become scores.
    var scoring: LabelScoring { get }

    /// The logits of a batch of tables with their statements.
    ///
    /// - Returns: `[B][labels.count]`; the same for a table whatever the batch it is in.
    /// - Throws: ``InferenceError`` for a table beyond what the model was made for.
    func logits(for tables: [TableEncoding]) throws -> [[Float]]
}
