import Checkpoints
import Domain
import Kernels
import Layers

/// The `config.json` of wav2vec 2.0 and HuBERT, with the defaults of `Wav2Vec2Config` and `HubertConfig` in
/// transformers 4.49, which are the same.
struct SpeechConfiguration: Sendable {
    /// One convolution over time.
    struct Convolution: Sendable {
        let outputs: Int
        /// Moments that an output sees.
        let kernel: Int
        /// Moments from one output to the next.
        let step: Int
    }

    /// How the outputs of the convolutions are normalised.
    enum ConvolutionNorm: Sendable {
        /// Only the first layer's, each channel over all of the recording's moments.
        case firstOverTime
        /// Every layer's, over the channels of a moment.
        case channels
    }

    let convolutions: [Convolution]
    let convolutionsHaveBias: Bool
    let convolutionNorm: ConvolutionNorm
    /// After each convolution, and after the positional one.
    let convolutionActivation: Activation
    let projectionIsNormalized: Bool

    let positionKernel: Int
    let positionGroups: Int

    /// D.
    let hidden: Int
    let layers: Int
    /// H.
    let heads: Int
    let intermediate: Int
    let activation: Activation
    let epsilon: Double
    /// Whether blocks normalise what they are given (and the last layer's output), or what they give.
    let normalizesFirst: Bool
    /// V.
    let vocabulary: Int

    init(_ json: ConfigurationScope) throws(CheckpointError) {
        try Self.refuseAdapters(json)
        convolutions = try Self.convolutions(json)
        convolutionsHaveBias = try json.bool("conv_bias", default: false)
        switch try json.string("feat_extract_norm", default: "group") {
        case "group": convolutionNorm = .firstOverTime
        case "layer": convolutionNorm = .channels
        case let other:
            throw json.error("feat_extract_norm", expected: "group or layer", found: "'\(other)'")
        }
        convolutionActivation = try json.activation("feat_extract_activation", default: "gelu")
        projectionIsNormalized = try json.bool("feat_proj_layer_norm", default: true)
        hidden = try json.integer("hidden_size", default: 768)
        positionKernel = try json.integer("num_conv_pos_embeddings", default: 128, in: 1...16384)
        positionGroups = try json.integer("num_conv_pos_embedding_groups", default: 16)
        layers = try json.layers("num_hidden_layers", default: 12)
        heads = try json.integer("num_attention_heads", default: 12)
        for (key, parts) in [
            ("num_conv_pos_embedding_groups", positionGroups), ("num_attention_heads", heads),
        ] where hidden % parts != 0 {
            throw json.error(
                key,
                expected: "a divisor of hidden_size \(hidden)",
                found: "\(parts)"
            )
        }
        intermediate = try json.integer("intermediate_size", default: 3072)
        activation = try json.activation("hidden_act", default: "gelu")
        epsilon = try json.number("layer_norm_eps", default: 1e-5)
        normalizesFirst = try json.bool("do_stable_layer_norm", default: false)
        vocabulary = try json.integer("vocab_size", default: 32, in: 1...1 << 20)
    }

    /// Samples from one frame to the next: 320, which is 20 ms at 16 kHz.
    var samplesPerFrame: Int { convolutions.reduce(1) { $0 * $1.step } }

    /// Frames that a number of samples gives; 0 if they are fewer than a frame sees.
    func frames(_ samples: Int) -> Int {
        convolutions.reduce(samples) { $0 < $1.kernel ? 0 : ($0 - $1.kernel) / $1.step + 1 }
    }

    /// The fewest samples that give a frame: 400, which is 25 ms at 16 kHz.
    var samplesOfAFrame: Int {
        convolutions.reversed().reduce(1) { ($0 - 1) * $1.step + $1.kernel }
    }

    private static func refuseAdapters(_ json: ConfigurationScope) throws(CheckpointError) {
        for key in ["add_adapter", "conv_pos_batch_norm"]
        where try json.bool(key, default: false) {
            throw json.error(key, expected: "false", found: "true")
        }
        if let value = json.value("adapter_attn_dim") {
            throw json.error("adapter_attn_dim", expected: "null", found: value.text)
        }
    }

    private static func convolutions(
        _ json: ConfigurationScope
    ) throws(CheckpointError) -> [Convolution] {
        let outputs = try list(json, "conv_dim", default: Array(repeating: 512, count: 7), 16384)
        let kernels = try list(json, "conv_kernel", default: [10, 3, 3, 3, 3, 2, 2], 1024)
        let steps = try list(json, "conv_stride", default: [5, 2, 2, 2, 2, 2, 2], 1024)
        for (key, found) in [("conv_kernel", kernels.count), ("conv_stride", steps.count)]
        where found != outputs.count {
            throw json.error(
                key,
                expected: "\(outputs.count) numbers, as many as conv_dim",
                found: "\(found)"
            )
        }
        guard steps.count <= 16, steps.reduce(1, { $0 * Double($1) }) <= 0x1p20 else {
            throw json.error(
                "conv_stride",
                expected: "at most 16 numbers and a frame each 2^20 samples or more often",
                found: steps.map(String.init).joined(separator: ", ")
            )
        }
        return outputs.indices.map {
            Convolution(outputs: outputs[$0], kernel: kernels[$0], step: steps[$0])
        }
    }

    /// A list of whole numbers from 1 to a limit, not empty.
    private static func list(
        _ json: ConfigurationScope,
        _ key: String,
        default fallback: [Int],
        _ limit: Int
    ) throws(CheckpointError) -> [Int] {
        guard let value = json.value(key) else { return fallback }
        let numbers = value.array?.compactMap(\.integer) ?? []
        guard !numbers.isEmpty, numbers.count == value.array?.count,
            numbers.allSatisfy((1...limit).contains)
        else {
            throw json.error(
                key,
                expected: "whole numbers from 1 to \(limit)",
                found: value.text
            )
        }
        return numbers
    }
}
