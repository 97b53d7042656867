/// Where sequences of any lengths lie one after the other in the rows of a matrix.
///
/// Models run on rows without padding: a batch of texts of 5 and 90 tokens is 95 rows.
package struct Sequences: Sendable, Equatable {
    /// The first row of each, and after them the number of all rows.
    private let starts: [Int]

    /// Sequences of the given lengths, none negative.
    package init(lengths: some Sequence<Int>) {
        var starts = [0]
        for length in lengths {
            precondition(length >= 0, "a sequence of \(length) rows")
            starts.append(starts[starts.count - 1] + length)
        }
        self.starts = starts
    }

    /// `count` sequences of the same length.
    package init(count: Int, length: Int) {
        self.init(lengths: repeatElement(length, count: count))
    }

    /// The number of sequences.
    package var count: Int { starts.count - 1 }

    /// The number of rows of all.
    package var rows: Int { starts[count] }

    /// The rows of one.
    package subscript(index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

    package var lengths: [Int] { (0..<count).map { self[$0].count } }

    /// The rows of the longest; 0 if there is none.
    package var longest: Int { lengths.max() ?? 0 }
}
