import Kernels
import Tensors
import TestSupport
import Testing

/// The loops over rows for every processor that this one can stand for, against the plain ones.
struct OperationTests {
    static let widths = [1, 5, 7, 11, 13, 16, 31, 50, 197]

    @Test(arguments: Processor.runnable, Activation.allCases)
    func activationsAgree(_ processor: Processor, _ activation: Activation) {
        // From far below to far above where each has gone flat.
        let values = (0..<4001).map { Float($0) * 0.01 - 20 }
        let matrix = Self.matrix(values, rows: 1)
        Operations.finish(matrix.strided, Finish(activation: activation), loops: Loops(processor))
        for (x, found) in zip(values, matrix.row(0)) {
            let expected = Reference.activate(Double(x), activation)
            #expect(abs(Double(found) - expected) <= 4e-7 * max(1, abs(expected)))
        }
    }

    @Test(arguments: Processor.runnable)
    func errorFunctionInsideGELUIsGoodToOneInTenMillion(_ processor: Processor) {
        let values = (1...6000).map { Float($0) * 0.001 }
        let matrix = Self.matrix(values, rows: 1)
        Operations.finish(matrix.strided, Finish(activation: .gelu), loops: Loops(processor))
        for (x, found) in zip(values, matrix.row(0)) {
            // Φ by dividing x out of GELU, whose own rounding is one more half unit.
            let expected = Reference.activate(Double(x), .gelu) / Double(x)
            #expect(abs(Double(found) / Double(x) - expected) < 1.5e-7)
        }
    }

    @Test(arguments: Processor.runnable)
    func activationsStayFiniteFarOut(_ processor: Processor) {
        for activation in Activation.allCases {
            let matrix = Self.matrix([-1e30, -1e4, 1e4, 1e30], rows: 1)
            Operations.finish(
                matrix.strided,
                Finish(activation: activation),
                loops: Loops(processor)
            )
            let values = matrix.row(0)
            #expect(values.allSatisfy { !$0.isNaN }, "\(activation): \(values)")
            #expect(values[2] == 1e4)
        }
    }

    @Test(arguments: Processor.runnable, widths)
    func normalizationAgrees(_ processor: Processor, _ width: Int) {
        var random = SeededRandom(seed: 5)
        let rows = 3
        // A large mean shows whether the variance is taken of the differences.
        let input = random.floats(rows * width).map { $0 + 100 }
        let weight = random.floats(width), bias = random.floats(width)
        let matrix = Self.matrix(input, rows: rows)
        let result = Matrix(rows: rows, columns: width)
        Operations.normalize(
            matrix.strided,
            into: result.strided,
            weight: Tensor([width], weight).buffer,
            bias: Tensor([width], bias).buffer,
            epsilon: 1e-5,
            loops: Loops(processor)
        )
        withExtendedLifetime(matrix) {}
        for (row, values) in ProductTests.split(input, width).enumerated() {
            let expected = Reference.normalize(values, weight: weight, bias: bias, epsilon: 1e-5)
            for (found, expected) in zip(result.row(row), expected) {
                #expect(abs(Double(found) - expected) < 1e-4)
            }
        }
    }

    @Test(arguments: Processor.runnable, widths)
    func softmaxAgrees(_ processor: Processor, _ width: Int) {
        var random = SeededRandom(seed: 6)
        let input = random.floats(2 * width).map { $0 * 40 }
        let matrix = Self.matrix(input, rows: 2)
        Operations.softmax(matrix.strided, scale: 0.5, loops: Loops(processor))
        for (row, values) in ProductTests.split(input, width).enumerated() {
            let expected = Reference.softmax(values.map(Double.init), scale: 0.5)
            for (found, expected) in zip(matrix.row(row), expected) {
                #expect(abs(Double(found) - expected) < 1e-6)
            }
        }
    }

    static func matrix(_ values: [Float], rows: Int) -> Matrix {
        let matrix = Matrix(rows: rows, columns: values.count / rows)
        values.withUnsafeBufferPointer {
            if let base = $0.baseAddress {
                matrix.strided.pointer.update(from: base, count: $0.count)
            }
        }
        return matrix
    }
}
