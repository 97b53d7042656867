package import GRDB

/// Which label was answered for which, for tasks whose targets are labels.
package enum ConfusionSection: ReportSection {
    package static let id = "confusion"
    package static let title = "Confusion"

    /// With more labels, labels and confused pairs are listed in place of a matrix, to be searched.
    static let mostLabels = 40
    /// So many of each are listed, the most confused first.
    static let mostRows = 1000

    package struct Content: Sendable {
        /// The fragment of the task, from which the lists have theirs.
        let anchor: String
        /// Nil if there are too many labels for a matrix.
        let matrix: Matrix?
        /// Wrong answers, the most frequent first.
        let pairs: [Pair]
        /// Different wrong answers, those that are not listed too.
        let pairCount: Int
        /// The labels, those with the most wrong answers first.
        let labels: [Label]
        let labelCount: Int
    }

    /// How often each label was answered for each target.
    struct Matrix: Sendable {
        let labels: [String]
        /// `counts[target][answer]`, in the order of the labels.
        let counts: [[Int]]
    }

    /// A target and the answer that was given.
    struct Pair: Sendable {
        let target: String
        let answer: String
        let count: Int
        /// All answers to examples of this target.
        let ofTarget: Int
    }

    /// What became of one label's examples.
    struct Label: Sendable {
        let name: String
        /// Answers to examples of this label, those that name it, and both together.
        var ofTarget = 0
        var answered = 0
        var right = 0

        var wrong: Int { ofTarget - right }
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT example.target AS target, coalesce(prediction.answer, '') AS answer,
                    count(*) AS count
                FROM taskPrediction
                JOIN prediction ON prediction.id = taskPrediction.predictionID
                JOIN example ON example.id = taskPrediction.exampleID
                WHERE taskPrediction.taskID = ? AND taskPrediction.request = 0
                    AND example.targetKind = 'label' AND prediction.error IS NULL
                GROUP BY example.target, prediction.answer
                """,
            arguments: [task.id]
        )
        var found: [(target: String, answer: String, count: Int)] = []
        var labels: [String: Label] = [:]
        while let row = try rows.next() {
            let target: String = row["target"], answer: String = row["answer"]
            let count: Int = row["count"]
            labels[target, default: Label(name: target)].ofTarget += count
            labels[answer, default: Label(name: answer)].answered += count
            if target == answer { labels[target]?.right += count }
            found.append((target, answer, count))
        }
        guard !found.isEmpty else { return nil }
        let wrong = found.filter { $0.target != $0.answer }
            .sorted { ($1.count, $0.target, $0.answer) < ($0.count, $1.target, $1.answer) }
        let isSmall = labels.count <= mostLabels
        let pairs = wrong.prefix(mostRows).map { pair in
            let total = labels[pair.target]?.ofTarget ?? 0
            return Pair(
                target: pair.target,
                answer: pair.answer,
                count: pair.count,
                ofTarget: total
            )
        }
        return Content(
            anchor: task.anchor,
            matrix: isSmall ? matrix(found, labels: Set(labels.keys)) : nil,
            pairs: isSmall ? [] : pairs,
            pairCount: wrong.count,
            labels: isSmall
                ? []
                : Array(
                    labels.values.sorted { ($1.wrong, $0.name) < ($0.wrong, $1.name) }
                        .prefix(mostRows)
                ),
            labelCount: labels.count
        )
    }

    private static func matrix(
        _ found: [(target: String, answer: String, count: Int)],
        labels: Set<String>
    ) -> Matrix {
        // Digits and the like in the order of their numbers, other labels by name.
        let labels = labels.sorted { a, b in
            if let x = Int(a), let y = Int(b) { return x < y }
            return a < b
        }
        let position = Dictionary(uniqueKeysWithValues: zip(labels, labels.indices))
        var counts = labels.map { _ in labels.map { _ in 0 } }
        for pair in found {
            guard let row = position[pair.target], let column = position[pair.answer] else {
                continue
            }
            counts[row][column] += pair.count
        }
        return Matrix(labels: labels, counts: counts)
    }

    package static func render(_ content: Content) -> HTML {
        if let matrix = content.matrix { return ConfusionTable.render(matrix) }
        return ConfusionLists.render(content)
    }
}
