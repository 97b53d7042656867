import Comparisons
package import GRDB

/// Tables for a terminal.
package enum TextComparison: ComparisonFormat {
    package static let name = "text"
    package static let fileExtension = "txt"
    package static let summary = "tables for a terminal"
    package static let usualFlips: Int? = 5

    package static func write(_ db: Database, _ subject: ComparisonSubject) throws -> String {
        let flips = subject.comparison.options.flips ?? usualFlips ?? 0
        return subject.comparison.page(flips: flips) + "\n"
    }
}
