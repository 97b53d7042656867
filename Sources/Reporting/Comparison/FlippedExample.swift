import Comparisons
import GRDB
import Storage

/// An example about which two models differ, as the page shows it.
struct FlippedExample: Sendable {
    let first: ShownExample
    let second: ShownExample
    /// Who is better on it.
    let better: ComparisonMarkup.Side
    /// Which way it flipped, in words: what examples are filtered by.
    let direction: String

    /// Nil where the example is no longer there.
    init?(
        _ db: Database,
        _ flip: FlippedExamples.Flip,
        better: ComparisonMarkup.Side,
        task: ComparedTask,
        metric: ReportedMetric,
        direction: String,
        media: MediaShelf,
        within bytes: Int
    ) throws {
        func load(_ id: Int64, _ side: ReportedTask, _ media: MediaShelf?) throws -> ShownExample? {
            try ShownExample.load(
                db,
                id,
                picks: [],
                task: side,
                metric: side.metrics.first { $0.identifier == metric.identifier },
                media: media,
                within: bytes
            )
        }
        // Both were shown the same, so the second side's medium is not read again.
        guard let first = try load(flip.firstExampleID, task.first, media),
            let second = try load(flip.secondExampleID, task.second, nil)
        else { return nil }
        self.first = first
        self.second = second
        self.better = better
        self.direction = direction
    }
}
