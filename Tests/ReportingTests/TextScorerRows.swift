import Digests
import Foundation
import GRDB

/// What a text scorer says, as a run stores it.
enum TextScorerRows {
    static let digits = String(repeating: "ab", count: 32)

    /// Adds a judge and its scores; a text without one was never judged.
    static func add(_ db: Database, _ texts: [(text: String, toxicity: Double?)]) throws {
        let scorer = try TestDatabase.insert(
            db,
            "textScorer",
            [
                "digest": digits, "name": "judge", "kind": "text-classification", "version": "1",
                "identity": "{}", "createdAt": "2026-01-01T00:00:00.000Z",
            ]
        )
        var known: Set<String> = []
        for (text, toxicity) in texts where known.insert(text).inserted {
            guard let toxicity else { continue }
            let digest = SHA256Digest(of: text).short.withBytes { Data($0) }
            try TestDatabase.insert(
                db,
                "textScore",
                [
                    "textScorerID": scorer, "textDigest": digest,
                    "scores": "{\"toxicity\":\(toxicity)}",
                ]
            )
        }
    }
}
