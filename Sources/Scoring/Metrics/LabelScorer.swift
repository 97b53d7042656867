/// Reads labels' scores from weighted sums of the same tallies, again and again.
struct LabelScorer {
    /// A cell with its labels' numbers.
    private struct Cell {
        let tally: Int
        let target: Int
        let predicted: Int
        let count: Int
    }

    /// Without counts, sorted by label.
    private let empty: [LabelScore]
    private let cells: [Cell]

    init(_ tallies: [ConfusionTally]) {
        let labels = Set(tallies.flatMap { $0.cells.keys.flatMap { [$0.target, $0.predicted] } })
            .sorted()
        var numbers: [String: Int] = [:]
        for (number, label) in labels.enumerated() { numbers[label] = number }
        empty = labels.map { LabelScore(label: $0) }
        cells = tallies.enumerated().flatMap { index, tally in
            tally.cells.compactMap { cell, count in
                guard let target = numbers[cell.target], let predicted = numbers[cell.predicted]
                else { return nil }
                return Cell(tally: index, target: target, predicted: predicted, count: count)
            }
        }
    }

    /// The scores of the labels that occur, sorted by label, where each tally counts so many times.
    func scores(_ times: [Int]) -> [LabelScore] {
        var scores = empty
        for cell in cells {
            let count = cell.count * times[cell.tally]
            if count == 0 { continue }
            scores[cell.target].add(support: count)
            scores[cell.predicted].add(predicted: count)
            if cell.target == cell.predicted { scores[cell.target].add(truePositives: count) }
        }
        return scores.filter { $0.support + $0.predicted > 0 }
    }
}
