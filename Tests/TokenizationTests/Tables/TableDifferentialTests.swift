import Domain
import Foundation
import TestSupport
import Testing
import Tokenization

/// Real tables beside the reference's encodings, which `Tests/Fixtures/models/tapas/differential.py`
/// makes of datasets that are not in the repository.
@Suite(.enabled(if: casesFolder != nil, "ASSAY_TABLE_CASES names no folder with cases.jsonl"))
struct TableDifferentialTests {
    @Test func everyTableIsEncodedAsByTheReference() throws {
        let folder = try #require(casesFolder)
        let encoder = try TableEncoder(folder: folder)
        let text = try String(contentsOfFile: folder + "/cases.jsonl", encoding: .utf8)
        let cases = try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(!cases.isEmpty)
        let clock = ContinuousClock()
        var spent = Duration.zero
        var failed: [String] = []
        for item in cases {
            let table = try Table(fixture: item["table"])
            let question = item["question"]?.string ?? ""
            let start = clock.now
            let found = Result {
                try encoder.encode(
                    question,
                    over: encoder.prepare(table),
                    limit: item["limit"]?.integer
                )
            }
            spent += clock.now - start
            let ids = item["ids"]?.array?.compactMap(\.integer)
            let types = item["types"]?.array?.map { $0.array?.compactMap(\.integer) ?? [] }
            let encoding = try? found.get()
            if encoding?.ids != ids || encoding?.typeIDs != types {
                failed.append("\(item["name"]?.string ?? "") '\(question)'")
            }
        }
        #expect(failed.isEmpty, "\(failed.count) of \(cases.count): \(failed.prefix(5))")
        print("\(cases.count) tables in \(spent)")
    }
}

private let casesFolder = ProcessInfo.processInfo.environment["ASSAY_TABLE_CASES"]
