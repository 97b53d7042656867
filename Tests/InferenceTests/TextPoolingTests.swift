import Inference
import Kernels
import Tensors
import Testing

struct TextPoolingTests {
    static let states = Tensor([3, 2], [1, -4, 2, 5, 6, 2])

    static func pool(_ modes: Set<TextPooling.Mode>) -> [Float] {
        withExtendedLifetime(states) {
            TextPooling(modes)(
                Strided(states.buffer.pointer, rows: 3, columns: 2, stride: 2)
            )
        }
    }

    @Test(
        arguments: [
            (TextPooling.Mode.first, [1, -4]), (.last, [6, 2]), (.largest, [6, 5]),
            (.mean, [3, 1]),
            (.meanOfRoot, [5.196152, 1.7320508]), (.weightedMean, [23.0 / 6, 2]),
        ] as [(TextPooling.Mode, [Float])]
    )
    func eachWay(_ mode: TextPooling.Mode, _ expected: [Float]) {
        for (found, wanted) in zip(Self.pool([mode]), expected) {
            #expect(abs(found - wanted) < 1e-6)
        }
    }

    /// The order is sentence-transformers' own, whatever the order in which they are asked for.
    @Test func severalWaysLieOneAfterTheOther() {
        #expect(Self.pool([.mean, .first, .largest]) == [1, -4, 6, 5, 3, 1])
        #expect(TextPooling([.mean, .first]).width(of: 16) == 32)
    }

    @Test func theLargestOfNegativeNumbersIsNegative() {
        let one = Tensor([1, 1], [-7])
        let pooled = withExtendedLifetime(one) {
            TextPooling([.largest])(Strided(one.buffer.pointer, rows: 1, columns: 1, stride: 1))
        }
        #expect(pooled == [-7])
    }
}
