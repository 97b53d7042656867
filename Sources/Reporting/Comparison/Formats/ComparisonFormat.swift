package import GRDB

/// A way to write a comparison of two models.
///
/// To add one, write a file in this folder and a line in `ComparisonFormatCatalog.swift`.
package protocol ComparisonFormat: Sendable {
    /// As `--format` takes it.
    static var name: String { get }
    /// Of the file, without a dot.
    static var fileExtension: String { get }
    /// One line for people.
    static var summary: String { get }
    /// How many flipped examples it lists for each side unless it is asked for another number; nil for all
    /// of a right-or-wrong metric, and five of others.
    static var usualFlips: Int? { get }

    /// The whole comparison. The same rows give the same text.
    static func write(_ db: Database, _ subject: ComparisonSubject) throws -> String
}
