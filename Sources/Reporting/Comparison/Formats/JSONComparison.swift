import Comparisons
import Domain
package import GRDB

/// Every number with every digit, and the names of the methods.
package enum JSONComparison: ComparisonFormat {
    package static let name = "json"
    package static let fileExtension = "json"
    package static let summary = "every number and the flipped examples, for scripts"
    package static let usualFlips: Int? = nil

    package static func write(_ db: Database, _ subject: ComparisonSubject) throws -> String {
        subject.comparison.json.text + "\n"
    }
}
