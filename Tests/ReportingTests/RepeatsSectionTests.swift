import Domain
import GRDB
import Testing

@testable import Reporting

/// Figures over repeats, as the scorer stores them.
enum RepeatRows {
    /// Adds them to the first metric of a task.
    static func add(_ db: Database, task: Int64) throws {
        let metric = try Int64.fetchOne(
            db,
            sql: "SELECT id FROM metric WHERE taskID = ? ORDER BY position",
            arguments: [task]
        )
        for (statistic, value, reach) in [
            ("repeat_mean", 0.75, 0.125), ("repeat_standard_deviation", 0.0625, nil),
        ] as [(String, Double, Double?)] {
            try TestDatabase.insert(
                db,
                "figure",
                [
                    "metricID": metric, "statistic": statistic, "groupAttribute": "repeat",
                    "value": value, "lower": reach.map { value - $0 },
                    "upper": reach.map { value + $0 }, "method": reach.map { _ in "student" },
                    "count": 5, "failures": 0,
                ]
            )
        }
    }
}

struct RepeatsSectionTests {
    @Test func `The mean and the spread over repeats are shown`() throws {
        let database = try SampleDatabase.shared()
        try database.queue.read { db in
            let tasks = try ReportSubject(db).tasks
            let bodies = try tasks.compactMap {
                try RepeatsSection.body(db, $0, media: MediaShelf(tasks: tasks.count))
            }
            let text = try #require(bodies.first).text
            #expect(!bodies.isEmpty)
            for part in ["75.0", "62.5", "87.5", "6.3", ">5<"] {
                #expect(text.contains(part), "\(part)")
            }
        }
    }
}
