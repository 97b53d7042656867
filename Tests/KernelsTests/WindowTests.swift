import Kernels
import Tensors
import TestSupport
import Testing

/// Products over windows that overlap in memory, by every multiplier.
struct WindowTests {
    @Test(
        arguments: ProductTests.multipliers,
        [
            (size: 3, step: 2, columns: 4), (size: 10, step: 5, columns: 1),
            (size: 2, step: 3, columns: 5),
        ]
    )
    func windowsAreRowsOneAfterTheOther(
        _ multiplier: Multiplier,
        _ window: (size: Int, step: Int, columns: Int)
    ) {
        var random = SeededRandom(seed: 8)
        let rows = 700, outputs = 9, depth = window.size * window.columns
        let source = Tensor([rows, window.columns], random.floats(rows * window.columns))
        let weight = Tensor([outputs, depth], random.floats(outputs * depth))
        let packed = PackedMatrix(
            transposing: weight.buffer.pointer,
            depth: depth,
            columns: outputs,
            for: multiplier
        )
        let windows = Strided(
            source.buffer.pointer,
            rows: rows,
            columns: window.columns,
            stride: window.columns
        ).windows(of: window.size, step: window.step)
        let count = (rows - window.size) / window.step + 1
        #expect(windows.rows == count && windows.columns == depth)
        let copied = (0..<count).map { row in
            let start = row * window.step * window.columns
            return Array(source.values[start..<start + depth])
        }
        let expected = Reference.multiply(
            copied,
            transposed: ProductTests.split(weight.values, depth)
        )
        for threads in [1, 2] {
            let result = Matrix(rows: count, columns: outputs)
            packed.multiply(windows, into: result.strided, workers: Workers(threads))
            for row in 0..<count {
                for (found, wanted) in zip(result.row(row), expected[row]) {
                    #expect(abs(Double(found) - wanted) < 1e-5)
                }
            }
        }
        withExtendedLifetime((source, weight)) {}
    }

    @Test func fewerRowsThanAWindowGiveNone() {
        let source = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
        let rows = Strided(source.buffer.pointer, rows: 2, columns: 3, stride: 3)
        #expect(rows.windows(of: 3, step: 1).rows == 0)
        #expect(rows.windows(of: 2, step: 1).rows == 1)
        withExtendedLifetime(source) {}
    }
}
