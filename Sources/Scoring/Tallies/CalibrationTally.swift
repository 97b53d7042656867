import Domain

/// How sure a model was and how often it was right, bin by bin of its confidence.
package struct CalibrationTally: MetricTally {
    /// Predictions whose confidence lies in one bin.
    package struct Bin: Sendable, Hashable {
        /// From 0, the bin of the least confidence.
        package var index: Int
        package var count: Int
        package var correct: Int
        /// The sum of the confidences in units of 10⁻⁹: whole, so that sums are exact.
        package var confidence: Int

        mutating func add(_ other: Bin, times: Int) {
            count += other.count * times
            correct += other.correct * times
            confidence += other.confidence * times
        }
    }

    /// A confidence of 1 in the units of ``Bin/confidence``.
    package static let unit = 1_000_000_000

    /// Bins that hold a prediction, by index.
    package private(set) var bins: [Bin]

    /// One prediction.
    ///
    /// - Parameters:
    ///   - confidence: 0...1; rounded to 10⁻⁹.
    ///   - correct: Whether the prediction is its target.
    ///   - count: How many bins of equal width there are. Bin b of M holds (b/M, (b+1)/M] as in Guo
    ///     et al. 2017, and the first 0 as well.
    package init(confidence: Double, correct: Bool, bins count: Int) {
        let whole = Int((confidence * Double(Self.unit)).rounded())
        let index = max(0, (whole * count + Self.unit - 1) / Self.unit - 1)
        bins = [Bin(index: index, count: 1, correct: correct ? 1 : 0, confidence: whole)]
    }

    private init() {
        bins = []
    }

    package static let zero = CalibrationTally()

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for bin in other.bins {
            // At most some dozens of bins, and one in an example's tally.
            let position = bins.firstIndex { $0.index >= bin.index } ?? bins.count
            if position == bins.count || bins[position].index != bin.index {
                let empty = Bin(index: bin.index, count: 0, correct: 0, confidence: 0)
                bins.insert(empty, at: position)
            }
            bins[position].add(bin, times: times)
        }
    }

    /// `[index,count,correct,confidence, ...]`, four numbers a bin.
    package var stored: String {
        let numbers = bins.map { "\($0.index),\($0.count),\($0.correct),\($0.confidence)" }
        return "[\(numbers.joined(separator: ","))]"
    }

    package init?(stored: String) {
        guard let numbers = StoredNumbers.read(stored), numbers.count.isMultiple(of: 4) else {
            return nil
        }
        bins = stride(from: 0, to: numbers.count, by: 4).map {
            Bin(
                index: numbers[$0],
                count: numbers[$0 + 1],
                correct: numbers[$0 + 2],
                confidence: numbers[$0 + 3]
            )
        }
        let isOrdered = zip(bins, bins.dropFirst()).allSatisfy { $0.index < $1.index }
        guard isOrdered, bins.allSatisfy({ $0.count > 0 && $0.correct <= $0.count }) else {
            return nil
        }
    }
}
