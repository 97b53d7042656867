package import Digests
package import Domain
import GRDB

/// A row of the table `textScorer`: what judges texts.
package struct TextScorerRecord: Sendable, Equatable, Codable, FetchableRecord {
    package var id: Int64
    /// Of everything on which its scores depend, 64 hexadecimal digits.
    package var digest: String
    /// As the suite that first used it called it.
    package var name: String
    package var kind: String
    package var version: String
    /// A JSON object: what it is, for people.
    package var identity: String
}

/// What a text scorer says of a text, ready to be stored.
package struct NewTextScore: Sendable {
    /// Of the text.
    package var digest: ShortDigest
    /// By the scorer's names.
    package var scores: [String: Double]

    package init(digest: ShortDigest, scores: [String: Double]) {
        self.digest = digest
        self.scores = scores
    }
}

extension Store {
    /// The row of a text scorer, made if there is none of its digest.
    package func registerTextScorer(
        digest: SHA256Digest,
        name: String,
        kind: String,
        version: String,
        identity: JSONValue
    ) throws -> TextScorerRecord {
        try write { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO textScorer
                        (digest, name, kind, version, identity, createdAt)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    digest.hexadecimal, name, kind, version, identity.text, timestamp(),
                ]
            )
            guard
                let record = try TextScorerRecord.fetchOne(
                    db,
                    sql: "SELECT * FROM textScorer WHERE digest = ?",
                    arguments: [digest.hexadecimal]
                )
            else { throw DatabaseError(message: "no text scorer of the digest \(digest)") }
            return record
        }
    }

    /// The text scorers whose digests begin with some hexadecimal digits.
    package func textScorers(digestPrefix: String) throws -> [TextScorerRecord] {
        try read { db in
            try TextScorerRecord.fetchAll(
                db,
                sql: "SELECT * FROM textScorer WHERE substr(digest, 1, ?) = ? ORDER BY id",
                arguments: [digestPrefix.utf8.count, digestPrefix]
            )
        }
    }

    /// The text scorers that were ever called by a name, the first registered first.
    package func textScorers(named name: String) throws -> [TextScorerRecord] {
        try read { db in
            try TextScorerRecord.fetchAll(
                db,
                sql: "SELECT * FROM textScorer WHERE name = ? ORDER BY id",
                arguments: [name]
            )
        }
    }

    /// Stores what a text scorer says; what is there of a text stays.
    package func save(_ scores: [NewTextScore], textScorerID: Int64) throws {
        try write { db in
            var insert = try BulkStatement(
                db,
                "INSERT OR IGNORE INTO textScore (textScorerID, textDigest, scores) VALUES (?, ?, ?)"
            )
            for score in scores.sorted(by: { $0.digest < $1.digest }) {
                insert.bind(textScorerID)
                insert.bind(score.digest)
                insert.bind(JSONValue.object(score.scores.mapValues(JSONValue.number)).text)
                try insert.run()
            }
        }
    }

    /// What a text scorer said of texts; those that it has not judged are left out.
    package func textScores(
        of digests: some Sequence<ShortDigest>,
        textScorerID: Int64
    ) throws -> [ShortDigest: [String: Double]] {
        try read { db in
            var find = try BulkStatement(
                db,
                "SELECT scores FROM textScore WHERE textScorerID = ? AND textDigest = ?"
            )
            var found: [ShortDigest: [String: Double]] = [:]
            for digest in Set(digests).sorted() {
                find.bind(textScorerID)
                find.bind(digest)
                guard try find.step() else { continue }
                let stored = find.string(0) ?? "{}"
                find.reset()
                found[digest] = try JSONValue(parsing: stored).object?.compactMapValues(\.number)
            }
            return found
        }
    }
}
