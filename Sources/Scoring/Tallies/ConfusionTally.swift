import Domain

/// How often each label was predicted for each target: a confusion matrix without its zeros.
package struct ConfusionTally: MetricTally {
    /// A target and what was predicted for it.
    package struct Cell: Sendable, Hashable {
        package var target: String
        package var predicted: String

        package init(target: String, predicted: String) {
            self.target = target
            self.predicted = predicted
        }
    }

    /// Counts above 0.
    package private(set) var cells: [Cell: Int]

    package init(_ cells: [Cell: Int] = [:]) {
        self.cells = cells.filter { $0.value > 0 }
    }

    /// One prediction.
    package init(target: String, predicted: String) {
        cells = [Cell(target: target, predicted: predicted): 1]
    }

    package static let zero = ConfusionTally()

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (cell, count) in other.cells {
            cells[cell, default: 0] += count * times
        }
    }

    /// The same predictions where every label but one is the same other one.
    func reduced(to label: String) -> ConfusionTally {
        let other = label.isEmpty ? "other" : ""
        let cells = cells.map { cell, count in
            (
                Cell(
                    target: cell.target == label ? label : other,
                    predicted: cell.predicted == label ? label : other
                ), count
            )
        }
        return ConfusionTally(Dictionary(cells, uniquingKeysWith: +))
    }

    /// How often the label was predicted for the target.
    package func count(target: String, predicted: String) -> Int {
        cells[Cell(target: target, predicted: predicted)] ?? 0
    }

    /// Every label of a target or a prediction, sorted.
    package var labels: [String] {
        Set(cells.keys.flatMap { [$0.target, $0.predicted] }).sorted()
    }

    /// All predictions.
    package var total: Int { cells.values.reduce(0, +) }

    /// Predictions that are their target.
    package var correct: Int {
        cells.reduce(0) { $0 + ($1.key.target == $1.key.predicted ? $1.value : 0) }
    }

    /// `{"target":{"predicted":count}}`, sorted by target and prediction.
    package var stored: String {
        var rows: [String: JSONValue] = [:]
        for (target, row) in Dictionary(grouping: cells, by: { $0.key.target }) {
            let counts = row.map { ($0.key.predicted, JSONValue.integer($0.value)) }
            rows[target] = .object(Dictionary(counts) { first, _ in first })
        }
        return JSONValue.object(rows).text
    }

    package init?(stored: String) {
        guard let rows = (try? JSONValue(parsing: stored))?.object else { return nil }
        cells = [:]
        for (target, row) in rows {
            guard let counts = row.object else { return nil }
            for (predicted, value) in counts {
                guard let count = value.integer, count > 0 else { return nil }
                cells[Cell(target: target, predicted: predicted)] = count
            }
        }
    }
}
