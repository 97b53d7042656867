import Layers
import Tensors
import Testing

struct BicubicGridTests {
    @Test func theSameSizeChangesNothing() {
        let grid = Tensor([2, 3, 2], (0..<12).map { Float($0) })
        #expect(BicubicGrid.resize(grid, height: 2, width: 3).values == grid.values)
    }

    @Test func aConstantStaysConstant() {
        let grid = Tensor([3, 3, 1], [Float](repeating: 2.5, count: 9))
        for value in BicubicGrid.resize(grid, height: 7, width: 5).values {
            #expect(abs(value - 2.5) < 1e-5)
        }
    }
}
