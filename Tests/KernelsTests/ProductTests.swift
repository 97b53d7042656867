import Kernels
import Tensors
import TestSupport
import Testing

/// Products by every multiplier that this processor can run, against the plain one.
struct ProductTests {
    static let multipliers: [Multiplier] =
        Processor.runnable.map { .tiles($0) } + [.openBLAS]

    static let sizes = [
        (1, 1, 1), (5, 7, 11), (13, 33, 5), (14, 32, 64), (15, 31, 769), (29, 65, 1600),
        (14, 70, 1601), (150, 3, 780),
    ]

    @Test(arguments: multipliers, sizes)
    func agreesWithReference(
        _ multiplier: Multiplier,
        _ size: (rows: Int, columns: Int, depth: Int)
    ) {
        var random = SeededRandom(seed: 1)
        let left = random.floats(size.rows * size.depth)
        let right = random.floats(size.columns * size.depth)
        let bias = random.floats(size.columns)
        let residual = random.floats(size.rows * size.columns)
        let found = Self.multiply(
            multiplier,
            size,
            left,
            right,
            bias: bias,
            activation: .relu,
            residual: residual
        )
        let sums = Reference.multiply(
            Self.split(left, size.depth),
            transposed: Self.split(right, size.depth)
        )
        for (i, row) in sums.enumerated() {
            for (j, sum) in row.enumerated() {
                let expected =
                    max(0, sum + Double(bias[j])) + Double(residual[i * size.columns + j])
                let distance = abs(Double(found[i * size.columns + j]) - expected)
                #expect(distance < 1e-6 * Double(size.depth).squareRoot() * 4 + 1e-6)
            }
        }
    }

    @Test(arguments: Processor.runnable)
    func rowsAndThreadsChangeNoBit(_ processor: Processor) {
        let size = (rows: 170, columns: 300, depth: 900)
        var random = SeededRandom(seed: 2)
        let left = random.floats(size.rows * size.depth)
        let right = random.floats(size.columns * size.depth)
        let all = Self.multiply(.tiles(processor), size, left, right)
        #expect(all == Self.multiply(.tiles(processor), size, left, right, threads: 3))
        #expect(all == Self.multiply(.tiles(processor), size, left, right, threads: 2))
        for row in [0, 1, 13, 36, 169] {
            let one = Self.multiply(
                .tiles(processor),
                (1, size.columns, size.depth),
                Array(left[row * size.depth..<(row + 1) * size.depth]),
                right
            )
            #expect(one == Array(all[row * size.columns..<(row + 1) * size.columns]))
        }
    }

    @Test(.enabled(if: Processor.found == .avx512, "this processor has no AVX-512"))
    func processorsWithFusedMultiplyAddAgreeExactly() {
        let size = (rows: 15, columns: 45, depth: 801)
        var random = SeededRandom(seed: 3)
        let left = random.floats(size.rows * size.depth)
        let right = random.floats(size.columns * size.depth)
        #expect(
            Self.multiply(.tiles(.avx2), size, left, right)
                == Self.multiply(.tiles(.avx512), size, left, right)
        )
    }

    @Test func columnsBesideTheResultAreNotTouched() {
        var random = SeededRandom(seed: 4)
        let left = random.floats(3 * 4)
        let right = random.floats(5 * 4)
        let matrix = Matrix(rows: 3, columns: 9)
        matrix.strided.pointer.update(repeating: 7, count: 27)
        let weight = Tensor([5, 4], right)
        let packed = PackedMatrix(transposing: weight.buffer.pointer, depth: 4, columns: 5)
        let input = Tensor([3, 4], left)
        packed.multiply(
            Strided(input.buffer.pointer, rows: 3, columns: 4, stride: 4),
            into: matrix.strided.columns(2..<7)
        )
        withExtendedLifetime((input, weight)) {}
        for row in 0..<3 {
            let values = matrix.row(row)
            #expect(values[0] == 7 && values[1] == 7 && values[7] == 7 && values[8] == 7)
        }
    }

    static func multiply(
        _ multiplier: Multiplier,
        _ size: (rows: Int, columns: Int, depth: Int),
        _ left: [Float],
        _ right: [Float],
        bias: [Float]? = nil,
        activation: Activation = .none,
        residual: [Float]? = nil,
        threads: Int = 1
    ) -> [Float] {
        let weight = Tensor([size.columns, size.depth], right)
        let packed = PackedMatrix(
            transposing: weight.buffer.pointer,
            depth: size.depth,
            columns: size.columns,
            for: multiplier
        )
        let input = Tensor([size.rows, size.depth], left)
        let result = Matrix(rows: size.rows, columns: size.columns)
        let added = residual.map { Tensor([size.rows, size.columns], $0) }
        packed.multiply(
            Strided(input.buffer.pointer, rows: size.rows, columns: size.depth, stride: size.depth),
            into: result.strided,
            finish: Finish(
                bias: bias.map { Tensor([size.columns], $0).buffer },
                activation: activation,
                residual: added.map {
                    Strided(
                        $0.buffer.pointer,
                        rows: size.rows,
                        columns: size.columns,
                        stride: size.columns
                    )
                }
            ),
            workers: Workers(threads)
        )
        withExtendedLifetime((weight, input, added)) {}
        return result.tensor([size.rows * size.columns]).values
    }

    static func split(_ values: [Float], _ width: Int) -> [[Float]] {
        stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }
}
