import Digests
import Domain
import Foundation
import GRDB
import Testing

@testable import Reporting

struct PageTests {
    static func page(_ database: TestDatabase, runs: [Int64] = []) throws -> String {
        try database.queue.read { db in
            try HTMLReport.write(db, try ReportSubject(db, runs: runs))
        }
    }

    @Test func `The page of a small run is as recorded`() throws {
        let database = try TestDatabase()
        try database.queue.write { db in try SmallRun.add(db) }
        let page = try Self.page(database)
        // The style sheet changes often and says nothing of the content.
        let style = try #require(page.range(of: "<style>"))
        let end = try #require(page.range(of: "</style>"))
        let script = try #require(page.range(of: "<script>"))
        let text = page[..<style.upperBound] + page[end.lowerBound..<script.lowerBound]
        let stable = String(text).replacing(PageStyle.contentHash, with: "sha256-style")
            .replacing(PageScript.contentHash, with: "sha256-script")
        try expectSnapshot(stable, "small-run.html")
    }

    @Test func `The same database gives the same bytes`() throws {
        let database = try SampleDatabase.shared()
        #expect(try Self.page(database) == Self.page(database))
    }

    @Test func `The page is one balanced document that loads nothing`() throws {
        let page = try Self.page(try SampleDatabase.shared())
        let tags = PageTags(page)
        #expect(tags.unbalanced == [])
        #expect(!page.contains("http://") && !page.contains("https://"))
        #expect(!tags.names.contains("link") && !tags.names.contains("iframe"))
        #expect(
            tags.attributes.filter { $0.name == "src" }.allSatisfy { $0.value.hasPrefix("data:") }
        )
        let ids = tags.attributes.filter { $0.name == "id" }.map(\.value)
        #expect(Set(ids).count == ids.count)
        let targets = tags.attributes.filter { $0.name == "href" }.map {
            String($0.value.dropFirst())
        }
        #expect(Set(targets).isSubset(of: ids))
    }

    @Test func `Everything drawn or tabled has a name`() throws {
        let page = try Self.page(try SampleDatabase.shared())
        for chunk in page.components(separatedBy: "<svg").dropFirst() {
            let head = chunk.prefix { $0 != ">" }
            #expect(head.contains("aria-label=") || head.contains("aria-hidden="))
        }
        for chunk in page.components(separatedBy: "<table").dropFirst() {
            #expect(chunk.components(separatedBy: "</table>")[0].contains("<caption"))
        }
        for chunk in page.components(separatedBy: "<img").dropFirst() {
            #expect(chunk.prefix { $0 != ">" }.contains("alt=\"Example "))
        }
    }

    @Test(arguments: [("script", "script-src"), ("style", "style-src")])
    func `Only the page's own script and style count`(_ tag: String, _ rule: String) throws {
        let page = try Self.page(try SampleDatabase.shared())
        let start = try #require(page.range(of: "<\(tag)>")).upperBound
        let end = try #require(page.range(of: "</\(tag)>")).lowerBound
        let digits = Array(SHA256Digest(of: String(page[start..<end])).hexadecimal)
        let bytes = stride(from: 0, to: 64, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        let hash = Data(bytes).base64EncodedString()
        #expect(page.contains("\(rule) &#39;sha256-\(hash)&#39;"))
        #expect(page.contains("default-src &#39;none&#39;"))
        #expect(!page.contains("unsafe-inline") && !page.contains(" style=\""))
    }

    @Test func `A baseline is named as one wherever it is listed`() throws {
        let page = try Self.page(try SampleDatabase.shared())
        #expect(page.contains("A baseline, not a trained model."))
        let rows = page.components(separatedBy: "<tr class=\"is-baseline\">")
        #expect(rows.count == 2)
        #expect(rows[1].prefix(600).contains(">baseline</span>"))
        #expect(page.components(separatedBy: "class=\"badge baseline\"").count == 1 + 3)
    }

    @Test func `An empty run makes a page that says so`() throws {
        let database = try TestDatabase()
        try database.queue.write { db in try EmptyRun.add(db) }
        let page = try Self.page(database)
        #expect(PageTags(page).unbalanced == [])
        #expect(page.contains("Run 1 is not finished"))
        #expect(page.contains("not scored yet"))
        let content = page.components(separatedBy: "<script>")[0]
        #expect(!content.contains("NaN") && !content.contains(">nan") && !content.contains(" inf"))
    }

    @Test func `Several runs stand side by side`() throws {
        let database = try TestDatabase()
        try database.queue.write { db in
            try SmallRun.add(db)
            try SmallRun.add(db, again: true)
        }
        let page = try Self.page(database, runs: [1, 2])
        // One question with a row for each run.
        #expect(page.components(separatedBy: "<section class=\"card\" aria-label=").count == 2)
        #expect(page.contains("run 1</span>") && page.contains("run 2</span>"))
        // The latest alone without being asked.
        #expect(try Self.page(database).contains("<title>small · run 2"))
    }

    @Test func `Runs that are not there are refused with a sentence`() throws {
        let database = try TestDatabase()
        #expect(throws: ReportingError.noRuns) { try Self.page(database) }
        try database.queue.write { db in _ = try TestDatabase.addRun(db) }
        let error = #expect(throws: ReportingError.self) { try Self.page(database, runs: [1, 4]) }
        #expect(
            error?.description
                == "there is no run 4 in the database; it holds run 1; 'assay runs' lists them"
        )
    }

    @Test func `A file name is safe whatever the suite is called`() throws {
        let database = try TestDatabase()
        try database.queue.write { db in
            _ = try TestDatabase.addRun(db, suite: "../../etc/pass wd\u{0}é")
        }
        try database.queue.read { db in
            let name = try ReportSubject(db).fileName
            #expect(name.hasSuffix("-1"))
            #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        }
    }

    @Test func `The page keeps to its bytes, and pictures give way first`() throws {
        let database = try SampleDatabase.shared()
        func page(_ most: Int) throws -> String {
            try database.queue.read { db in
                try HTMLReport.write(db, try ReportSubject(db, mostBytes: most))
            }
        }
        let whole = try page(10_000_000)
        let bare = whole.utf8.count - 20_000
        let small = try page(bare)
        #expect(small.utf8.count <= bare && small.contains("Not shown"))
        #expect(throws: ReportingError.self) { try page(5_000) }
    }
}
