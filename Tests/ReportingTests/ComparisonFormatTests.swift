import Domain
import GRDB
import Storage
import Testing

@testable import Comparisons
@testable import Reporting

/// The other ways to write a comparison.
struct ComparisonFormatTests {
    @Test func `Text and JSON are what the comparison says of itself`() throws {
        let runs = try SmallComparison.make()
        let comparison = try runs.comparison("1:reader", "1:majority") { $0.flips = 2 }
        let text = try runs.write(comparison, as: TextComparison.self)
        #expect(text == comparison.page(flips: 2) + "\n")
        let json = try runs.write(comparison, as: JSONComparison.self)
        #expect(json == comparison.json.text + "\n")
    }

    @Test func `Markdown is a table that is as recorded`() throws {
        let runs = try SmallComparison.make()
        let comparison = try runs.comparison("1:reader", "1:majority")
        let text = try runs.write(comparison, as: MarkdownComparison.self)
        try expectSnapshot(text, "comparison/table.md")
    }

    @Test(arguments: HostileTests.attacks + ["a|b", "a`b`"])
    func `Markdown keeps every text in its cell`(attack: String) throws {
        let runs = try HostileComparison.make(attack)
        let comparison = try runs.comparison("1:\(attack)", "1:\(attack)2")
        let text = try runs.write(comparison, as: MarkdownComparison.self)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.count == 2 + 2)
        #expect(!text.contains("<"))
    }

    @Test func `Every format is named once and described`() {
        for format in comparisonFormatCatalog.entries {
            #expect(!format.fileExtension.isEmpty && !format.summary.isEmpty)
        }
        #expect(comparisonFormatCatalog.names.first == "text")
    }
}
