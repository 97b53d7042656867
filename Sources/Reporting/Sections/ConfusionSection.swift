package import GRDB

/// Which label was answered for which, for tasks whose targets are labels.
package enum ConfusionSection: ReportSection {
    package static let id = "confusion"
    package static let title = "Confusion"

    /// With more labels, the most confused pairs are listed in place of a matrix.
    static let mostLabels = 40
    static let mostPairs = 25

    package struct Content: Sendable {
        /// Nil if there are too many labels for a matrix.
        let matrix: Matrix?
        /// Wrong answers, the most frequent first.
        let pairs: [Pair]
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
        var pairs: [Pair] = []
        var totals: [String: Int] = [:]
        var labels: Set<String> = []
        while let row = try rows.next() {
            let target: String = row["target"], answer: String = row["answer"]
            totals[target, default: 0] += row["count"]
            labels.insert(target)
            labels.insert(answer)
            pairs.append(Pair(target: target, answer: answer, count: row["count"], ofTarget: 0))
        }
        guard !pairs.isEmpty else { return nil }
        let wrong = pairs.filter { $0.target != $0.answer }
            .sorted { ($1.count, $0.target, $0.answer) < ($0.count, $1.target, $1.answer) }
            .prefix(mostPairs)
            .map { pair in
                Pair(
                    target: pair.target,
                    answer: pair.answer,
                    count: pair.count,
                    ofTarget: totals[pair.target] ?? 0
                )
            }
        return Content(
            matrix: labels.count <= mostLabels ? matrix(pairs, labels: labels) : nil,
            pairs: wrong,
            labelCount: labels.count
        )
    }

    private static func matrix(_ pairs: [Pair], labels: Set<String>) -> Matrix {
        // Digits and the like in the order of their numbers, other labels by name.
        let labels = labels.sorted { a, b in
            if let x = Int(a), let y = Int(b) { return x < y }
            return a < b
        }
        let position = Dictionary(uniqueKeysWithValues: zip(labels, labels.indices))
        var counts = labels.map { _ in labels.map { _ in 0 } }
        for pair in pairs {
            guard let row = position[pair.target], let column = position[pair.answer] else {
                continue
            }
            counts[row][column] += pair.count
        }
        return Matrix(labels: labels, counts: counts)
    }

    package static func render(_ content: Content) -> HTML {
        if let matrix = content.matrix { return ConfusionTable.render(matrix) }
        let rows = content.pairs.map { pair -> HTML in
            """
            <tr><td>\(Markup.data(pair.target, limit: 120))</td>\
            <td>\(Markup.data(pair.answer, limit: 120))</td>\
            <td class="n main">\(Numbers.grouped(pair.count))</td>\
            <td class="n">\(Numbers.value(Double(pair.count) / Double(max(1, pair.ofTarget)), isShare: true))</td></tr>

            """
        }
        return """
            <p>\(Numbers.count(content.labelCount, "label")) occur, too many for a matrix. The pairs \
            that were confused most often:</p>
            \(Markup.scrolling("""
            <table class="figures sortable"><caption class="sr">Most confused pairs</caption><thead><tr>\
            <th scope="col">Target</th><th scope="col">Answer</th><th scope="col" class="n">Times</th>\
            <th scope="col" class="n">Of the target</th></tr></thead><tbody>\(rows)</tbody></table>
            """, label: "Most confused pairs"))
            """
    }
}
