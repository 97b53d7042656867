import Foundation
import GRDB
import Testing

@testable import Reporting

/// Many runs at a glance.
struct LeaderboardTests {
    private func summary(runs: Int) throws -> String {
        let database = try TestDatabase()
        try database.queue.write { db in
            for run in 0..<runs { try SmallComparison.add(db, secondHears: run == 0) }
        }
        return try database.queue.read { db in
            let subject = try ReportSubject(db, runs: (1...Int64(runs)).map { $0 })
            return try SummarySection.body(db, subject, media: MediaShelf(tasks: 1))?.text ?? ""
        }
    }

    @Test func `Models of all runs stand beside each question`() throws {
        let board = try #require(
            try summary(runs: 2).components(separatedBy: "<section class=\"card leaderboard\"")
                .last?
                .components(separatedBy: "</section>").first
        )
        let rows = board.components(separatedBy: "<tbody>")[1].components(separatedBy: "<tr")
            .dropFirst()
        #expect(rows.count == 4)
        // What the perturbed tasks say is said elsewhere.
        #expect(board.components(separatedBy: "<th scope=\"col\"").count == 1 + 1 + 2)
        for (row, words) in zip(rows, ["reader", "majority", "reader", "majority"]) {
            #expect(
                row.contains("<bdi>\(words)</bdi>")
                    && row.contains("85.7\u{202F}%") == (words == "reader")
            )
        }
        #expect(rows.last?.contains("the model failed on every example") == true)
        // Nobody is shown to be best over so few examples.
        #expect(!board.contains("class=\"value best\""))
    }

    @Test func `A single run has no leaderboard`() throws {
        #expect(!(try summary(runs: 1).contains("leaderboard")))
    }
}
