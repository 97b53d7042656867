import Checkpoints
import Foundation
import Kernels
import Layers
import Tensors
import TestSupport
import Testing

/// Convolutions over time against sums written out.
struct TimeConvolutionTests {
    /// `[T, C]` by weight `[C', C, kernel]`.
    static func plain(
        _ input: [[Double]],
        _ weight: Tensor,
        _ bias: [Float]?,
        step: Int
    ) -> [[Double]] {
        let values = weight.values
        let outputs = weight.shape[0], inputs = weight.shape[1], kernel = weight.shape[2]
        guard input.count >= kernel else { return [] }
        return stride(from: 0, through: input.count - kernel, by: step).map { start in
            (0..<outputs).map { output in
                var sum = Double(bias?[output] ?? 0)
                for c in 0..<inputs {
                    for tap in 0..<kernel {
                        let w = Double(values[(output * inputs + c) * kernel + tap])
                        sum += w * input[start + tap][c]
                    }
                }
                return sum
            }
        }
    }

    static func matrix(_ rows: Int, _ columns: Int, _ values: [Float]) -> Matrix {
        let matrix = Matrix(rows: rows, columns: columns)
        matrix.strided.pointer.update(from: values, count: values.count)
        return matrix
    }

    static func largest(_ found: Matrix, _ expected: [[Double]]) -> Double {
        (0..<found.rows).reduce(0) { most, row in
            zip(found.row(row), expected[row]).reduce(most) {
                max($0, abs(Double($1.0) - $1.1))
            }
        }
    }

    @Test(arguments: [
        (moments: 17, inputs: 3, outputs: 5, kernel: 4, step: 2),
        (moments: 200, inputs: 1, outputs: 33, kernel: 10, step: 5),
        (moments: 61, inputs: 13, outputs: 7, kernel: 3, step: 2),
        (moments: 5, inputs: 2, outputs: 1, kernel: 5, step: 3),
        (moments: 40, inputs: 6, outputs: 6, kernel: 1, step: 1),
        (moments: 3, inputs: 2, outputs: 2, kernel: 4, step: 1),
    ])
    func agreesWithTheSum(
        _ size: (moments: Int, inputs: Int, outputs: Int, kernel: Int, step: Int)
    ) {
        var random = SeededRandom(seed: 5)
        let weight = Tensor(
            [size.outputs, size.inputs, size.kernel],
            random.floats(size.outputs * size.inputs * size.kernel)
        )
        let bias = random.floats(size.outputs)
        let values = random.floats(size.moments * size.inputs)
        let layer = TimeConvolution(
            weight: weight,
            bias: Tensor([size.outputs], bias),
            step: size.step
        )
        let input = Self.matrix(size.moments, size.inputs, values)
        let expected = Self.plain(
            (0..<size.moments).map { input.row($0).map(Double.init) },
            weight,
            bias,
            step: size.step
        )
        #expect(layer.count(size.moments) == expected.count)
        for threads in [1, 3] {
            let result = Matrix(rows: expected.count, columns: size.outputs)
            layer(input.strided, into: result.strided, workers: Workers(threads))
            #expect(Self.largest(result, expected) < 1e-5)
        }
        withExtendedLifetime(input) {}
    }

    /// A checkpoint of random tensors in a temporary folder.
    static func scope(_ tensors: [(String, Shape, [Float])]) throws -> WeightScope {
        var header: [String] = []
        var bytes: [UInt8] = []
        for (name, shape, values) in tensors {
            let start = bytes.count
            for value in values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
            }
            header.append(
                #""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(start),\#(bytes.count)]}"#
            )
        }
        let json = Array(("{" + header.joined(separator: ",") + "}").utf8)
        var file = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) }
        file += json + bytes
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "assay-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(file).write(to: folder.appending(path: "model.safetensors"))
        return WeightScope(try Checkpoint(folder: folder.path))
    }

    /// Folding mean and variance into the weights gives what normalising all outputs gives.
    @Test(arguments: [true, false])
    func foldedNormalisationAgrees(_ hasBias: Bool) throws {
        var random = SeededRandom(seed: 6)
        let outputs = 7, kernel = 10
        let weight = random.floats(outputs * kernel)
        let bias = random.floats(outputs), gain = random.floats(outputs)
        let offset = random.floats(outputs)
        let scope = try Self.scope([
            ("conv.weight", [outputs, 1, kernel], weight), ("conv.bias", [outputs], bias),
            ("norm.weight", [outputs], gain), ("norm.bias", [outputs], offset),
        ])
        let layer = try NormalizedTimeConvolution(
            scope["conv"],
            norm: scope["norm"],
            outputs: outputs,
            kernel: kernel,
            step: 5,
            hasBias: hasBias,
            epsilon: 1e-5
        )
        let samples = random.floats(3_003).enumerated().map {
            sin(Float($0.offset) / 9) + $0.element
        }
        let input = Self.matrix(samples.count, 1, samples)
        var expected = Self.plain(
            samples.map { [Double($0)] },
            Tensor([outputs, 1, kernel], weight),
            hasBias ? bias : nil,
            step: 5
        )
        for c in 0..<outputs {
            let values = expected.map { $0[c] }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance =
                values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            for t in expected.indices {
                expected[t][c] =
                    (expected[t][c] - mean) / (variance + 1e-5).squareRoot() * Double(gain[c])
                    + Double(offset[c])
            }
        }
        let result = Matrix(rows: expected.count, columns: outputs)
        layer.folded(over: input.strided)(input.strided, into: result.strided, workers: .single)
        #expect(Self.largest(result, expected) < 1e-5)
        withExtendedLifetime(input) {}
    }

    @Test(arguments: [
        (width: 6, kernel: 4, groups: 3, isFormer: true),
        (width: 6, kernel: 5, groups: 2, isFormer: false),
        (width: 5, kernel: 1, groups: 5, isFormer: true),
        (width: 8, kernel: 12, groups: 1, isFormer: false),
    ])
    func positionalConvolutionAgrees(
        _ size: (width: Int, kernel: Int, groups: Int, isFormer: Bool)
    ) throws {
        var random = SeededRandom(seed: 7)
        let share = size.width / size.groups, kernel = size.kernel
        let directions = random.floats(size.width * share * kernel)
        let sizes = random.floats(kernel), bias = random.floats(size.width)
        let prefix = size.isFormer ? "" : "parametrizations.weight."
        let scope = try Self.scope([
            ("bias", [size.width], bias),
            (prefix + (size.isFormer ? "weight_g" : "original0"), [1, 1, kernel], sizes),
            (
                prefix + (size.isFormer ? "weight_v" : "original1"), [size.width, share, kernel],
                directions
            ),
        ])
        let layer = try PositionalConvolution(
            scope,
            width: size.width,
            kernel: kernel,
            groups: size.groups,
            activation: .relu
        )
        var weight = directions.map(Double.init)
        for tap in 0..<kernel {
            let places = stride(from: tap, to: weight.count, by: kernel)
            let norm = places.reduce(0) { $0 + weight[$1] * weight[$1] }.squareRoot()
            for place in places { weight[place] *= Double(sizes[tap]) / norm }
        }
        for moments in [1, 3, 9] {
            let input = Self.matrix(moments, size.width, random.floats(moments * size.width))
            let expected = (0..<moments).map { t in
                (0..<size.width).map { output in
                    var sum = Double(bias[output])
                    for c in 0..<share {
                        for tap in 0..<kernel {
                            let from = t - kernel / 2 + tap
                            guard (0..<moments).contains(from) else { continue }
                            let x = input.row(from)[output / share * share + c]
                            sum += weight[(output * share + c) * kernel + tap] * Double(x)
                        }
                    }
                    return Double(input.row(t)[output]) + max(sum, 0)
                }
            }
            for threads in [1, 2] {
                let result = Matrix(rows: moments, columns: size.width)
                layer(input.strided, into: result.strided, workers: Workers(threads))
                #expect(Self.largest(result, expected) < 1e-5)
            }
        }
    }
}
