import Checkpoints
import Kernels
import Layers
import Tensors

/// Convolutions that make a vector of every 20 ms of a waveform.
///
/// They run over pieces of some frames, from the samples to the last layer, so a long recording never
/// has all of a layer's outputs in memory (the first's are 100 times as many as the last's).
struct SpeechFeatureEncoder: Sendable {
    private let configuration: SpeechConfiguration
    /// The first layer if it is normalised over time; it is then not among ``layers``.
    private let first: NormalizedTimeConvolution?
    private let layers: [Layer]

    /// A convolution with what follows it.
    private struct Layer: Sendable {
        let convolution: TimeConvolution
        let norm: LayerNorm?
    }

    init(_ scope: WeightScope, _ configuration: SpeechConfiguration) throws(CheckpointError) {
        let c = configuration
        self.configuration = c
        var inputs = 1
        var first: NormalizedTimeConvolution?
        var layers: [Layer] = []
        for (index, convolution) in c.convolutions.enumerated() {
            let own = scope["conv_layers"][index]
            if index == 0 && c.convolutionNorm == .firstOverTime {
                first = try NormalizedTimeConvolution(
                    own["conv"],
                    norm: own["layer_norm"],
                    outputs: convolution.outputs,
                    kernel: convolution.kernel,
                    step: convolution.step,
                    hasBias: c.convolutionsHaveBias,
                    epsilon: 1e-5
                )
            } else {
                let norm: LayerNorm? =
                    c.convolutionNorm == .channels
                    ? try LayerNorm(own["layer_norm"], size: convolution.outputs, epsilon: 1e-5)
                    : nil
                layers.append(
                    Layer(
                        convolution: try TimeConvolution(
                            own["conv"],
                            inputs: inputs,
                            outputs: convolution.outputs,
                            kernel: convolution.kernel,
                            step: convolution.step,
                            hasBias: c.convolutionsHaveBias
                        ),
                        norm: norm
                    )
                )
            }
            inputs = convolution.outputs
        }
        self.first = first
        self.layers = layers
    }

    /// The features of a waveform.
    ///
    /// - Parameters:
    ///   - signal: `[S, 1]`; statistics over time, if the first layer has them, are over all of it.
    ///   - workers: The threads that share the frames.
    /// - Returns: `[T, C]`.
    func callAsFunction(_ signal: Strided, workers: Workers) -> Matrix {
        var layers = layers
        if let first {
            layers.insert(Layer(convolution: first.folded(over: signal), norm: nil), at: 0)
        }
        let frames = configuration.frames(signal.rows)
        let result = Matrix(rows: frames, columns: configuration.convolutions.last?.outputs ?? 0)
        // Some frames a piece: enough rows for the products, few enough for the caches.
        let size = 32
        let pieces = (frames + size - 1) / size
        workers.divide(pieces) { [layers] part in
            let scratch = Scratch(layers.map(\.convolution), frames: min(size, frames))
            for piece in part {
                let own = piece * size..<min((piece + 1) * size, frames)
                run(layers, signal, own, into: result.strided.rows(own), scratch)
            }
        }
        return result
    }

    /// The moments of each layer's input that its outputs need, from the samples to the last layer,
    /// and the wanted frames after them.
    private static func needed(_ layers: [TimeConvolution], _ frames: Range<Int>) -> [Range<Int>] {
        var ranges = [frames]
        for layer in layers.reversed() {
            let range = ranges[ranges.count - 1]
            let end = (range.upperBound - 1) * layer.step + layer.kernel
            ranges.append(range.lowerBound * layer.step..<end)
        }
        return ranges.reversed()
    }

    /// Two pieces of memory that layers write to in turn.
    private struct Scratch {
        let buffers: [FloatBuffer]

        init(_ layers: [TimeConvolution], frames: Int) {
            let ranges = SpeechFeatureEncoder.needed(layers, 0..<frames)
            buffers = (0..<2).map { parity in
                let sizes = layers.indices.filter { $0 % 2 == parity }.map {
                    ranges[$0 + 1].count * layers[$0].outputs
                }
                return FloatBuffer(uninitialized: sizes.max() ?? 0)
            }
        }
    }

    private func run(
        _ layers: [Layer],
        _ signal: Strided,
        _ frames: Range<Int>,
        into result: Strided,
        _ scratch: Scratch
    ) {
        let ranges = Self.needed(layers.map(\.convolution), frames)
        var input = signal.rows(ranges[0])
        for (index, layer) in layers.enumerated() {
            let columns = layer.convolution.outputs
            let output =
                index == layers.count - 1
                ? result
                : Strided(
                    scratch.buffers[index % 2].pointer,
                    rows: ranges[index + 1].count,
                    columns: columns,
                    stride: columns
                )
            let activation = configuration.convolutionActivation
            if let norm = layer.norm {
                layer.convolution(input, into: output, workers: .single)
                norm(output, into: output, workers: .single)
                Operations.finish(output, Finish(activation: activation))
            } else {
                layer.convolution(input, into: output, activation: activation, workers: .single)
            }
            input = output
        }
    }
}
