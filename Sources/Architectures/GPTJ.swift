import Checkpoints
import Inference
import Kernels
import Layers

// GPT-J (Wang and Komatsuzaki 2021, "GPT-J-6B: A 6 Billion Parameter Autoregressive Language Model").
//
// Reference: transformers 4.49, `modeling_gptj.py`, GPTJForCausalLM.
// Checked by: Tests/Fixtures/models/gptj.

/// A decoder whose attention and MLP read the same normalised rows, with rotary embeddings of
/// neighbouring pairs.
struct GPTJ: DecoderFamily {
    static let modelTypes = ["gptj"]
    static let classNames = ["GPTJForCausalLM"]
    static let weightNames = WeightNames(
        basePrefix: "transformer",
        leftOver: ["*.attn.bias", "*.attn.masked_bias", "*.attn.embed_positions", "lm_head.weight"]
    )

    let decoder: CausalDecoder
    let text: TextSettings
    let workers: Workers

    init(_ source: ModelSource) throws {
        let c = try Configuration(source.configuration)
        let model = source.weights["transformer"]
        let rotary = RotaryEmbedding(
            pairs: .interleaved,
            frequencies: RotaryEmbedding.frequencies(width: c.rotaryWidth, base: 10000)
        )
        decoder = CausalDecoder(
            tokens: try TokenTable(
                model["wte"],
                head: source.weights["lm_head"],
                isTied: c.isTied,
                count: c.vocabulary,
                width: c.hidden,
                headHasBias: true
            ),
            blocks: try (0..<c.layers).map { try Self.block(model["h"][$0], c, rotary) },
            rotary: rotary,
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
        _ rotary: RotaryEmbedding
    ) throws(CheckpointError) -> DecoderBlock {
        let attention = scope["attn"], mlp = scope["mlp"]
        return DecoderBlock(
            DecoderBlock.Parts(
                attentionNorm: try LayerNorm(scope["ln_1"], size: c.hidden, epsilon: c.epsilon),
                feedForwardNorm: nil,
                queryKeyValue: try Linear(
                    fusing: [attention["q_proj"], attention["k_proj"], attention["v_proj"]],
                    inputs: c.hidden,
                    outputs: c.hidden,
                    hasBias: false
                ),
                output: try Linear(
                    attention["out_proj"],
                    inputs: c.hidden,
                    outputs: c.hidden,
                    hasBias: false
                ),
                feedForward: .plain(
                    up: try Linear(mlp["fc_in"], inputs: c.hidden, outputs: c.inner),
                    down: try Linear(mlp["fc_out"], inputs: c.inner, outputs: c.hidden),
                    activation: c.activation
                ),
                heads: c.heads,
                keyHeads: c.heads,
                headWidth: c.hidden / c.heads,
                rotary: rotary,
                scale: 1 / Float(c.hidden / c.heads).squareRoot()
            )
        )
    }

    /// `config.json`, with the defaults of `GPTJConfig` in transformers 4.49.
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
        /// The numbers of a head that are turned.
        let rotaryWidth: Int
        let activation: Activation
        let epsilon: Double
        let isTied: Bool

        init(_ json: ConfigurationScope) throws(CheckpointError) {
            vocabulary = try json.integer("vocab_size", default: 50400)
            positions = try json.integer("n_positions", default: 2048)
            hidden = try json.integer("n_embd", default: 4096)
            layers = try json.layers("n_layer", default: 28)
            heads = try json.integer("n_head", default: 16)
            try json.requireDivisor("n_head", heads, of: "n_embd", hidden)
            inner = try json.integer("n_inner", default: 4 * hidden)
            activation = try json.activation("activation_function", default: "gelu_new")
            epsilon = try json.number("layer_norm_epsilon", default: 1e-5)
            isTied = try json.bool("tie_word_embeddings", default: false)
            // A null here is not the default to the reference: it would turn the whole width.
            let isNull = json.keys.contains("rotary_dim") && json.value("rotary_dim") == nil
            rotaryWidth = try json.integer("rotary_dim", default: 64)
            guard !isNull, rotaryWidth % 2 == 0, rotaryWidth <= hidden / heads else {
                throw json.error(
                    "rotary_dim",
                    expected: "an even number up to the head's width of \(hidden / heads)",
                    found: isNull ? "null" : "\(rotaryWidth)"
                )
            }
        }
    }
}
