/// A model that is given tables, as tokens of its own tokenizer.
package protocol TableReading: Sendable {
    /// What makes tokens of tables and questions.
    var front: TableFront { get }
}
