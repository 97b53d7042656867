import Domain
import Foundation
import GRDB
import Testing

@testable import Storage

/// A database of the first version with a finished run, brought up to date.
struct MigrationTests {
    private static let rows = """
        INSERT INTO dataset (id, name, kind, format, source, fingerprint, exampleCount, createdAt, updatedAt)
        VALUES (1, 'd', 'text', 'csv', 'd.csv', 'f', 1, 't0', 't0');
        INSERT INTO example (id, datasetID, split, key, text, targetKind, target, contentDigest)
        VALUES (7, 1, 'test', 'k', 'a harbour', 'label', 'yes', printf('%064d', 1));
        INSERT INTO exampleText (rowid, text, target) VALUES (7, 'a harbour', 'yes');
        INSERT INTO model VALUES (1, printf('%064d', 2), 'm', 'baseline', '{}', 't0');
        INSERT INTO suite VALUES (1, printf('%064d', 3), 's', '1', 'name: s');
        INSERT INTO run VALUES (1, 1, printf('%064d', 4), 'finished', 0, '{"assay":"0.0.9"}', 't1', 't2');
        INSERT INTO decoding VALUES (1, printf('%064d', 5), 'text-classification', '{}');
        INSERT INTO task (id, runID, position, task, datasetID, datasetFingerprint, modelID, modelName,
            decodingID)
        VALUES (1, 1, 0, 'text-classification', 1, 'f', 1, 'm', 1);
        INSERT INTO prediction VALUES
            (1, 1, 1, zeroblob(16), '[{"label":"yes","score":1}]', NULL, 'yes', 0.5, 1);
        INSERT INTO taskPrediction VALUES (1, 7, 0, 1);
        INSERT INTO metric VALUES (3, 1, 0, 'accuracy', '{}', 1, 1);
        INSERT INTO score VALUES (3, 7, '[1,1]', 1);
        INSERT INTO figure VALUES (3, '', '', 1, NULL, NULL, NULL, 1, 0);
        """

    @Test func aFinishedRunKeepsWhatItHad() throws {
        try Samples.inFolder { folder in
            let path = folder.appendingPathComponent("a.sqlite").path
            let queue = try DatabaseQueue(path: path)
            try queue.write { db in
                try db.execute(sql: migrations[0].sql)
                try db.execute(sql: Self.rows)
                try db.execute(sql: "PRAGMA user_version = 1")
                try db.execute(sql: "PRAGMA application_id = \(Store.applicationID)")
            }
            try queue.close()

            let store = try Store.open(path)
            let task = try store.tasks(runID: 1)[0]
            #expect(task.options == "{}" && task.baseTaskID == nil && task.repetition == 0)
            let metric = try store.metrics(taskID: 1)[0]
            #expect(metric.id == 3)
            #expect(try store.tallies(metricID: 3).map(\.tally) == ["[1,1]"])
            #expect(try store.figures(metricID: 3).map(\.figure.value) == [1])
            #expect(try store.answers(taskID: 1, examples: 9).map(\.target) == [.label("yes")])
            // What was scored then is a scoring, so that scores of now do not take its place unseen.
            let history = try store.scoreHistory(runID: 1)
            #expect(history.map(\.reason) == ["run"] && history[0].holds)
            #expect(history[0].scoredAt == "t2" && history[0].codeVersion == "0.0.9")
            // Rows are found and removed through what refers to them.
            try store.write { db in
                let find = "SELECT rowid FROM exampleText WHERE exampleText MATCH 'harbour'"
                #expect(try Int64.fetchOne(db, sql: find) == 7)
                #expect(throws: DatabaseError.self) { try db.execute(sql: "DELETE FROM example") }
                try db.execute(sql: "DELETE FROM run")
                #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM score") == 0)
                try db.execute(sql: "DELETE FROM example")
                #expect(try Int64.fetchOne(db, sql: find) == nil)
            }
        }
    }
}
