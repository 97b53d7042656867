import Digests
import Domain
import Storage

/// Judges texts with one text scorer, each distinct text once, and keeps the scores in the database.
struct TextJudge: Sendable {
    let store: Store
    let record: TextScorerRecord
    /// Nil where it is not at hand, so that only what it judged before is known.
    let scorer: (any TextScorer)?

    /// Texts that are judged between two commits.
    private static let batchSize = 256

    /// What every figure must say of the judge beside the value.
    var note: String? {
        (try? JSONValue(parsing: record.identity))?["note"]?.string
    }

    /// Judges the texts among these that were not judged before, and stores the scores.
    ///
    /// - Parameters:
    ///   - texts: In any order, some of them often.
    ///   - report: Told after every commit how many texts were judged since the last.
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if there are such texts and the scorer is not
    ///   at hand, or what the scorer throws.
    func judge(_ texts: some Sequence<String>, report: (Int) -> Void = { _ in }) throws {
        var distinct: [ShortDigest: String] = [:]
        for text in texts { distinct[SHA256Digest(of: text).short] = text }
        let known = try store.textScores(of: distinct.keys, textScorerID: record.id)
        let open = distinct.filter { known[$0.key] == nil }.sorted { $0.key < $1.key }
        guard !open.isEmpty else { return }
        guard let scorer else {
            throw EvaluationError.scoring(
                what: "the text scorer '\(record.name)' (\(record.kind))",
                reason:
                    "\(open.count) texts were not judged before and it is not at hand; give it with "
                    + "--text-scorer, or run the suite again, which declares it"
            )
        }
        for start in stride(from: 0, to: open.count, by: Self.batchSize) {
            let batch = open[start..<min(start + Self.batchSize, open.count)]
            let scores = try scorer.scores(of: batch.map(\.value))
            guard scores.count == batch.count else {
                throw EvaluationError.scoring(
                    what: "the text scorer '\(record.name)'",
                    reason: "\(batch.count) texts got \(scores.count) judgements"
                )
            }
            try store.save(
                zip(batch, scores).map { NewTextScore(digest: $0.key, scores: $1) },
                textScorerID: record.id
            )
            report(batch.count)
        }
    }

    /// Texts with what is said of them; those that were not judged before are judged now.
    func scored(_ texts: [String]) throws -> [ScoredText] {
        let digests = texts.map { SHA256Digest(of: $0).short }
        var scores = try store.textScores(of: digests, textScorerID: record.id)
        if digests.contains(where: { scores[$0] == nil }) {
            try judge(texts)
            scores = try store.textScores(of: digests, textScorerID: record.id)
        }
        return zip(texts, digests).map { ScoredText(text: $0, scores: scores[$1] ?? [:]) }
    }

    /// The outcomes of a task's texts, judged.
    func outcomes(of texts: Outcomes) -> Outcomes {
        let judged: @Sendable (Outcome) throws -> Outcome = { outcome in
            guard case .texts(let texts) = outcome else { return outcome }
            return .scoredTexts(try scored(texts))
        }
        return switch texts {
        case .each(let make): .each { try judged(make($0)) }
        case .eachExample(let make): .eachExample { try judged(make($0, $1)) }
        case .together(let make): .together { try make($0).map(judged) }
        }
    }
}
