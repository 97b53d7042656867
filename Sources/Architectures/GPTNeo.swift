import Checkpoints
import Domain
import Inference
import Kernels
import Layers

// GPT-Neo (Black et al. 2021, "GPT-Neo: Large Scale Autoregressive Language Modeling with
// Mesh-Tensorflow").
//
// Reference: transformers 4.49, `modeling_gpt_neo.py`, GPTNeoForCausalLM.
// Checked by: Tests/Fixtures/models/gpt_neo.

/// A decoder whose layers see all tokens before or only the last few, in turn; scores are not scaled.
struct GPTNeo: DecoderFamily {
    static let modelTypes = ["gpt_neo"]
    static let classNames = ["GPTNeoForCausalLM"]
    static let weightNames = WeightNames(
        basePrefix: "transformer",
        leftOver: ["*.attn.attention.bias", "*.attn.attention.masked_bias", "lm_head.weight"]
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
            blocks: try c.windows.enumerated().map {
                try Self.block(model["h"][$0], c, window: $1)
            },
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
        window: Int?
    ) throws(CheckpointError) -> DecoderBlock {
        let attention = scope["attn"]["attention"], mlp = scope["mlp"]
        return DecoderBlock(
            DecoderBlock.Parts(
                attentionNorm: try LayerNorm(scope["ln_1"], size: c.hidden, epsilon: c.epsilon),
                feedForwardNorm: try LayerNorm(scope["ln_2"], size: c.hidden, epsilon: c.epsilon),
                queryKeyValue: try Linear(
                    fusing: [attention["q_proj"], attention["k_proj"], attention["v_proj"]],
                    inputs: c.hidden,
                    outputs: c.hidden,
                    hasBias: false
                ),
                output: try Linear(attention["out_proj"], inputs: c.hidden, outputs: c.hidden),
                feedForward: .plain(
                    up: try Linear(mlp["c_fc"], inputs: c.hidden, outputs: c.inner),
                    down: try Linear(mlp["c_proj"], inputs: c.inner, outputs: c.hidden),
                    activation: c.activation
                ),
                heads: c.heads,
                keyHeads: c.heads,
                headWidth: c.hidden / c.heads,
                scale: 1,
                window: window
            )
        )
    }

    /// `config.json`, with the defaults of `GPTNeoConfig` in transformers 4.49.
    private struct Configuration: Sendable {
        /// V.
        let vocabulary: Int
        /// The most tokens of a sequence.
        let positions: Int
        /// D.
        let hidden: Int
        /// H.
        let heads: Int
        /// The width between the layers of the MLP.
        let inner: Int
        let activation: Activation
        let epsilon: Double
        /// Of each layer: how many tokens up to its own a token sees, nil for all.
        let windows: [Int?]
        let isTied: Bool

        init(_ json: ConfigurationScope) throws(CheckpointError) {
            vocabulary = try json.integer("vocab_size", default: 50257)
            positions = try json.integer("max_position_embeddings", default: 2048)
            hidden = try json.integer("hidden_size", default: 2048)
            heads = try json.integer("num_heads", default: 16)
            try json.requireDivisor("num_heads", heads, of: "hidden_size", hidden)
            inner = try json.integer("intermediate_size", default: 4 * hidden)
            activation = try json.activation("activation_function", default: "gelu_new")
            epsilon = try json.number("layer_norm_epsilon", default: 1e-5)
            isTied = try json.bool("tie_word_embeddings", default: true)
            let layers = try json.layers("num_layers", default: 24)
            let window = try json.integer("window_size", default: 256)
            let kinds = try Self.kinds(json)
            guard kinds.count == layers else {
                throw json.error(
                    "attention_types",
                    expected: "kinds of \(layers) layers (num_layers)",
                    found: "\(kinds.count)"
                )
            }
            windows = kinds.map { $0 == .local ? window : nil }
        }

        private enum Kind: String {
            case global, local
        }

        /// `[[["global", "local"], 12]]`: the kinds in their order, so many times.
        private static func kinds(_ json: ConfigurationScope) throws(CheckpointError) -> [Kind] {
            guard let value = json.value("attention_types") else {
                return Array(repeatElement([Kind.global, .local], count: 12).joined())
            }
            var kinds: [Kind] = []
            for member in value.array ?? [.null] {
                guard let pair = member.array, pair.count == 2,
                    let names = pair[0].strings,
                    let times = pair[1].integer, (0...10_000).contains(times)
                else {
                    throw json.error(
                        "attention_types",
                        expected: "an array of [[kinds], times]",
                        found: value.text
                    )
                }
                let own = names.compactMap(Kind.init)
                guard own.count == names.count else {
                    throw json.error(
                        "attention_types",
                        expected: "the kinds global and local",
                        found: names.joined(separator: ", ")
                    )
                }
                for _ in 0..<times { kinds += own }
            }
            return kinds
        }
    }
}
