import Domain
import Foundation
import GRDB
import Storage
import Testing

@testable import Comparisons
@testable import Reporting

/// The page about two models.
struct ComparisonPageTests {
    @Test func `The page of a small comparison is as recorded`() throws {
        let runs = try SmallComparison.make()
        let page = try runs.write(try runs.comparison("1:reader", "1:majority"))
        try expectSnapshot(try withoutStyle(page), "small-comparison.html")
    }

    /// Those of the whole page that the report does not have too.
    static let ownSections = comparisonSectionCatalog.names.filter {
        !["datasets", "models", "provenance"].contains($0)
    }

    @Test(arguments: ownSections)
    func `Sections of the page are as recorded`(id: String) throws {
        let runs = try SmallComparison.make()
        let body = try runs.read(try runs.comparison("1:reader", "1:majority")) { db, subject in
            try comparisonSectionCatalog(id).body(db, subject, media: MediaShelf(tasks: 1))
        }
        try expectSnapshot(try #require(body).text, "comparison/\(id).html")
    }

    @Test(arguments: comparedTaskSectionCatalog.names)
    func `Sections of tasks are as recorded`(id: String) throws {
        let runs = try SmallComparison.make()
        let bodies = try runs.read(try runs.comparison("1:reader", "1:majority")) { db, subject in
            try subject.tasks.compactMap { task in
                try comparedTaskSectionCatalog(id).body(db, task, media: MediaShelf(tasks: 1))
            }
        }
        #expect(!bodies.isEmpty)
        let text = bodies.map(\.text).joined(separator: "<hr>\n")
        try expectSnapshot(text, "comparison/task-\(id).html")
    }

    @Test func `The page is one balanced document that loads nothing`() throws {
        let runs = try SmallComparison.make()
        let comparison = try runs.comparison("1:reader", "1:majority")
        let page = try runs.write(comparison)
        let tags = PageTags(page)
        #expect(tags.unbalanced == [])
        #expect(!page.contains("http://") && !page.contains("https://"))
        #expect(!tags.names.contains("link") && !tags.names.contains("iframe"))
        let ids = tags.attributes.filter { $0.name == "id" }.map(\.value)
        #expect(Set(ids).count == ids.count)
        let targets = tags.attributes.filter { $0.name == "href" }.map {
            String($0.value.dropFirst())
        }
        #expect(Set(targets).isSubset(of: ids))
        for chunk in page.components(separatedBy: "<svg").dropFirst() {
            let head = chunk.prefix { $0 != ">" }
            #expect(head.contains("aria-label=") || head.contains("aria-hidden="))
        }
        for chunk in page.components(separatedBy: "<table").dropFirst() {
            #expect(chunk.components(separatedBy: "</table>")[0].contains("<caption"))
        }
        // Markup that took a wrong turn would be shown as text.
        let content = page.components(separatedBy: "<script>")[0]
        #expect(!content.contains("&lt;/") && !content.contains("&lt;span"))
        #expect(!content.contains("NaN") && !content.contains(">nan"))
        // The same rows give the same bytes.
        #expect(try runs.write(try runs.comparison("1:reader", "1:majority")) == page)
    }

    @Test func `Tasks that were not asked for are not linked to`() throws {
        let runs = try SmallComparison.make()
        let comparison = try runs.comparison("1:reader", "1:majority") {
            $0.tasks = ["automatic-speech-recognition"]
        }
        let tags = PageTags(try runs.write(comparison))
        let ids = tags.attributes.filter { $0.name == "id" }.map(\.value)
        let links = tags.attributes.filter { $0.name == "href" }.map {
            String($0.value.dropFirst())
        }
        #expect(!links.contains("task-1") && Set(links).isSubset(of: ids))
    }

    @Test func `What must be known comes first`() throws {
        let runs = try SmallComparison.make()
        let comparison = try runs.comparison("1:reader", "1:majority")
        let texts = try runs.read(comparison) { _, subject in
            ComparisonWarnings.load(subject).map(\.text)
        }
        for part in [
            "A on 1 example and B on 1 example failed; no value counts them.",
            "left out 1 example that only A has a score for and 1 example that only B has a score for.",
            "6 shared examples: no more than a large difference can show.",
            "Automatic speech recognition on commands, split test: cannot show any difference, however "
                + "large: 6 examples are needed.",
            "1 task of A could not be compared",
        ] {
            #expect(texts.contains { $0.contains(part) }, "\(part) is not in \(texts)")
        }
    }

    @Test func `Other options, another dataset and another version are told of`() throws {
        let runs = try ComparedRuns { db in
            try SmallComparison.add(db)
            try SmallComparison.add(db)
            try db.execute(
                sql: """
                    UPDATE run SET manifest = '{"assay":"0.2.0"}' WHERE id = 2;
                    UPDATE task SET options = '{"template":"two"}' WHERE id = 1;
                    UPDATE task SET datasetFingerprint = 'ab' WHERE id = 1;
                    """
            )
        }
        let comparison = try runs.comparison("1:reader", "1:majority")
        let texts = try runs.read(comparison) { _, subject in
            ComparisonWarnings.load(subject).map(\.text)
        }
        #expect(texts.contains { $0.contains("the dataset changed between the two runs") })
        #expect(
            texts.contains {
                $0.contains(#"were asked with other options: {"template":"two"} and {}."#)
            }
        )
        // The same model in two runs.
        let other = try runs.comparison("1:reader", "2:reader")
        let versions = try runs.read(other) { _, subject in
            ComparisonWarnings.load(subject).map(\.text)
        }
        #expect(versions.contains { $0.contains("different versions of Assay, 0.1.0 and 0.2.0") })
        #expect(versions.contains { $0.contains("A and B are the same model by its digest") })
        #expect(try runs.write(other).contains("Run 2, suite version"))
    }

    @Test func `Flips can be filtered by direction and group`() throws {
        let runs = try SmallComparison.make()
        let page = try runs.write(try runs.comparison("1:reader", "1:majority"))
        let cards = page.components(separatedBy: "<article class=\"example flip").dropFirst()
        #expect(cards.count == 4 + 2)
        func count(_ text: String) -> Int { cards.count { $0.contains(text) } }
        #expect(count("data-outcome=\"A right, B wrong\"") == 3)
        #expect(count("data-outcome=\"B right, A wrong\"") == 1)
        #expect(count("data-outcome=\"A is better\"") == 1)
        #expect(count("{&quot;source&quot;:&quot;print&quot;}") == 3)
        // Transcripts are marked against what was said.
        #expect(page.contains("<ins class=\"sub\">clothes</ins>"))
        let few = try runs.write(
            try runs.comparison("1:reader", "1:majority") { $0.flips = 1 }
        )
        #expect(
            few.contains("Shown: 1 of 3 where A right, B wrong, and the one where B right, A wrong")
        )
        let none = try runs.write(
            try runs.comparison("1:reader", "1:majority") { $0.flips = 0 }
        )
        #expect(!none.contains("class=\"example"))
    }

    @Test func `Answers that are all the same flip nothing`() throws {
        let runs = try SmallComparison.make()
        let comparison = try runs.comparison("1:reader", "1:majority")
        let perturbed = try #require(comparison.tasks.first { $0.first.perturbation != nil })
        #expect(perturbed.flips?.firstBetterCount == 0)
        try runs.read(comparison) { db, subject in
            let task = try #require(subject.tasks.first { $0.isVariant })
            let flips = try #require(
                try FlipsSection.body(db, task, media: MediaShelf(tasks: 1))
            )
            #expect(flips.text.contains("Nothing flipped") && !flips.text.contains("<article"))
            #expect(try GroupDifferencesSection.body(db, task, media: MediaShelf(tasks: 1)) == nil)
            #expect(try LeftOutSection.body(db, task, media: MediaShelf(tasks: 1)) == nil)
        }
    }

    @Test func `A side that failed everything in a task is told of`() throws {
        let runs = try ComparedRuns { db in try SmallComparison.add(db, secondHears: false) }
        let page = try runs.write(try runs.comparison("1:reader", "1:majority"))
        #expect(PageTags(page).unbalanced == [])
        #expect(page.contains("no example has a score of a common metric on both sides"))
        #expect(page.contains("B on 3 examples failed"))
        #expect(page.contains("so nothing can be compared"))
    }

    @Test func `The page keeps to its bytes`() throws {
        let runs = try SmallComparison.make()
        let comparison = try runs.comparison("1:reader", "1:majority")
        #expect(throws: ReportingError.self) { try runs.write(comparison, mostBytes: 5_000) }
    }

    @Test func `A file name is safe whatever the models are called`() throws {
        let runs = try ComparedRuns { db in
            try SmallComparison.add(db)
            try db.execute(
                sql: "UPDATE task SET modelName = '../../etc/passwd' WHERE modelName = 'majority'"
            )
        }
        let comparison = try runs.comparison("1:reader", "1:../../etc/passwd")
        let report = try ComparisonReport(of: comparison, in: runs.store, as: HTMLComparison.self)
        #expect(report.fileName == "small-1-reader-1-------etc-passwd.html")
    }

    @Test func `Words of a command line are quoted where a shell would read them otherwise`() {
        #expect(ShellWord.quoted("1:starter-vit") == "1:starter-vit")
        #expect(ShellWord.quoted("1:it's $(x)") == #"'1:it'\''s $(x)'"#)
        #expect(ShellWord.quoted("") == "''")
    }
}
