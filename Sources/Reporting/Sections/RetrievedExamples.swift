import Domain
import GRDB

/// Finds, from the stored embeddings, which picture was ranked first for each of a few captions.
///
/// Only embeddings are stored, not ranks. Every picture's embedding is read once, one at a time, so
/// memory is flat; above ``mostBytes`` of them the report would take too long, and it says so.
struct RetrievedExamples {
    private static let mostBytes = 16_000_000

    private let task: ReportedTask

    /// Nil for metrics that do not look for the picture of a caption.
    init?(task: ReportedTask, metric: ReportedMetric) {
        guard metric.name == "recall_at_k", metric.options["direction"]?.plain != "image_to_text"
        else { return nil }
        self.task = task
    }

    /// Hands over what was found for the caption of each example, by its position.
    ///
    /// - Returns: Why nothing is shown; nil if it is.
    func find(
        _ db: Database,
        for examples: [Int64],
        media: MediaShelf,
        within bytes: Int,
        _ found: (Int, Retrieved) -> Void
    ) throws -> String? {
        let answered = """
            FROM taskPrediction
            JOIN prediction ON prediction.id = taskPrediction.predictionID
            JOIN example ON example.id = taskPrediction.exampleID
            WHERE taskPrediction.taskID = ? AND prediction.error IS NULL
            """
        let size = try Int.fetchOne(
            db,
            sql: """
                SELECT total(length(prediction.output)) \(answered) AND taskPrediction.request = 1
                """,
            arguments: [task.id]
        )
        guard (size ?? 0) <= Self.mostBytes else {
            return """
                Which picture was ranked first is not shown: \(Numbers.size(bytes: size ?? 0)) of \
                embeddings would have to be compared again.
                """
        }
        var searches = try examples.map { example in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT prediction.output, example.mediaID \(answered)
                        AND taskPrediction.request = 0 AND example.id = ?
                    """,
                arguments: [task.id, example]
            )
            return Search(caption: Self.unit(row?["output"]), own: row?["mediaID"])
        }
        let pictures = try Row.fetchCursor(
            db,
            sql: """
                SELECT prediction.output, example.mediaID, min(example.id) AS example \(answered)
                    AND taskPrediction.request = 1 AND example.mediaID IS NOT NULL
                GROUP BY example.mediaID ORDER BY example
                """,
            arguments: [task.id]
        )
        while let row = try pictures.next() {
            let picture = Self.unit(row["output"])
            for index in searches.indices {
                searches[index].look(at: picture, medium: row["mediaID"], example: row["example"])
            }
        }
        for (index, search) in searches.enumerated() {
            guard let best = search.best, let own = search.ownSimilarity, best.medium != search.own
            else { continue }
            let text = "SELECT text FROM example WHERE id = ?"
            found(
                index,
                Retrieved(
                    medium: try media.show(db, medium: best.medium, within: bytes),
                    caption: try String.fetchOne(db, sql: text, arguments: [best.example]),
                    similarity: best.similarity,
                    ownSimilarity: own
                )
            )
        }
        return nil
    }

    /// An embedding at length 1; empty for what is none.
    private static func unit(_ stored: String?) -> [Double] {
        let json = stored.flatMap { try? JSONValue(parsing: $0) }
        let values = json?.array?.compactMap(\.number) ?? []
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? values.map { $0 / length } : []
    }

    /// The search for the picture of one caption.
    private struct Search {
        let caption: [Double]
        /// The picture that it should find.
        let own: Int64?
        var ownSimilarity: Double?
        var best: (medium: Int64, example: Int64, similarity: Double)?

        init(caption: [Double], own: Int64?) {
            self.caption = caption
            self.own = own
        }

        mutating func look(at picture: [Double], medium: Int64, example: Int64) {
            guard !caption.isEmpty, picture.count == caption.count else { return }
            let similarity = zip(caption, picture).reduce(0) { $0 + $1.0 * $1.1 }
            if medium == own { ownSimilarity = similarity }
            if best.map({ similarity > $0.similarity }) ?? true {
                best = (medium, example, similarity)
            }
        }
    }
}
