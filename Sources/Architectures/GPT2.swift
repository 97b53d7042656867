import Checkpoints
import Inference
import Kernels
import Layers

// GPT-2 (Radford et al. 2019, "Language Models are Unsupervised Multitask Learners").
//
// Reference: transformers 4.49, `modeling_gpt2.py`, GPT2LMHeadModel.
// Checked by: Tests/Fixtures/models/gpt2.

/// A decoder with learnt positions, norms before each part, and weights stored `[in, out]`.
struct GPT2: DecoderFamily {
    static let modelTypes = ["gpt2"]
    static let classNames = ["GPT2LMHeadModel"]
    static let weightNames = WeightNames(
        basePrefix: "transformer",
        leftOver: ["*.attn.bias", "*.attn.masked_bias", "lm_head.weight"]
    )

    let decoder: CausalDecoder
    let text: TextSettings
    let workers: Workers

    init(_ source: ModelSource) throws {
        let c = try Configuration(source.configuration)
        let model = source.weights["transformer"]
        decoder = CausalDecoder(
            tokens: try TokenTable(
                model["wte"],
                head: source.weights["lm_head"],
                isTied: c.isTied,
                count: c.vocabulary,
                width: c.hidden
            ),
            positions: try Embedding(model["wpe"], count: c.positions, width: c.hidden),
            blocks: try (0..<c.layers).map { try Self.block(model["h"][$0], c, layer: $0) },
            norm: try LayerNorm(model["ln_f"], size: c.hidden, epsilon: c.epsilon),
            contextLength: c.positions,
            cacheWidth: c.hidden
        )
        text = try TextSettings(source)
        workers = source.workers
    }

    private static func block(
        _ scope: WeightScope,
        _ c: Configuration,
        layer: Int
    ) throws(CheckpointError) -> DecoderBlock {
        let attention = scope["attn"], mlp = scope["mlp"]
        let width = c.hidden / c.heads
        var scale = c.scalesScores ? 1 / Float(width).squareRoot() : 1
        if c.scalesByLayer { scale /= Float(layer + 1) }
        return DecoderBlock(
            DecoderBlock.Parts(
                attentionNorm: try LayerNorm(scope["ln_1"], size: c.hidden, epsilon: c.epsilon),
                feedForwardNorm: try LayerNorm(scope["ln_2"], size: c.hidden, epsilon: c.epsilon),
                queryKeyValue: try Linear(
                    transposed: attention["c_attn"],
                    inputs: c.hidden,
                    outputs: 3 * c.hidden
                ),
                output: try Linear(
                    transposed: attention["c_proj"],
                    inputs: c.hidden,
                    outputs: c.hidden
                ),
                feedForward: .plain(
                    up: try Linear(transposed: mlp["c_fc"], inputs: c.hidden, outputs: c.inner),
                    down: try Linear(transposed: mlp["c_proj"], inputs: c.inner, outputs: c.hidden),
                    activation: c.activation
                ),
                heads: c.heads,
                keyHeads: c.heads,
                headWidth: width,
                scale: scale
            )
        )
    }

    /// `config.json`, with the defaults of `GPT2Config` in transformers 4.49.
    private struct Configuration: Sendable {
        /// V.
        let vocabulary: Int
        /// The most tokens of a sequence.
        let positions: Int
        /// D.
        let hidden: Int
        let layers: Int
        /// H.
        let heads: Int
        /// The width between the layers of the MLP.
        let inner: Int
        let activation: Activation
        let epsilon: Double
        /// Whether scores are divided by √E.
        let scalesScores: Bool
        /// Whether they are divided by the number of the layer, counted from 1, as well.
        let scalesByLayer: Bool
        let isTied: Bool

        init(_ json: ConfigurationScope) throws(CheckpointError) {
            vocabulary = try json.integer("vocab_size", default: 50257)
            positions = try json.integer("n_positions", default: 1024)
            hidden = try json.integer("n_embd", default: 768)
            layers = try json.layers("n_layer", default: 12)
            heads = try json.integer("n_head", default: 12)
            try json.requireDivisor("n_head", heads, of: "n_embd", hidden)
            inner = try json.integer("n_inner", default: 4 * hidden)
            activation = try json.activation("activation_function", default: "gelu_new")
            epsilon = try json.number("layer_norm_epsilon", default: 1e-5)
            scalesScores = try json.bool("scale_attn_weights", default: true)
            scalesByLayer = try json.bool("scale_attn_by_inverse_layer_idx", default: false)
            isTied = try json.bool("tie_word_embeddings", default: true)
            try json.require("add_cross_attention", default: false)
            try json.requireNoPrunedHeads()
        }
    }
}
