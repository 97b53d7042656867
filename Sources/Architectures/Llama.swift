import Checkpoints
import Inference
import Kernels
import Layers

// Llama (Touvron et al. 2023; Dubey et al. 2024, "The Llama 3 Herd of Models").
//
// Reference: transformers 4.49, `modeling_llama.py`, LlamaForCausalLM.
// Checked by: Tests/Fixtures/models/llama.

/// A decoder with root-mean-square norms, a gated MLP, rotary embeddings of a head's halves, and key
/// heads that several query heads share.
struct Llama: DecoderFamily {
    static let modelTypes = ["llama"]
    static let classNames = ["LlamaForCausalLM"]
    static let weightNames = WeightNames(
        basePrefix: "model",
        leftOver: ["*.rotary_emb.inv_freq", "lm_head.weight"]
    )

    let decoder: CausalDecoder
    let text: TextSettings
    let workers: Workers

    init(_ source: ModelSource) throws {
        let c = try LlamaConfiguration(source.configuration)
        let model = source.weights["model"]
        let rotary = RotaryEmbedding(pairs: .halves, frequencies: c.frequencies)
        decoder = CausalDecoder(
            tokens: try TokenTable(
                model["embed_tokens"],
                head: source.weights["lm_head"],
                isTied: c.isTied,
                count: c.vocabulary,
                width: c.hidden
            ),
            blocks: try (0..<c.layers).map { try Self.block(model["layers"][$0], c, rotary) },
            rotary: rotary,
            norm: try RMSNorm(model["norm"], size: c.hidden, epsilon: c.epsilon),
            contextLength: c.positions,
            cacheWidth: c.keyHeads * c.headWidth
        )
        text = try TextSettings(source)
        workers = source.workers
    }

    private static func block(
        _ scope: WeightScope,
        _ c: LlamaConfiguration,
        _ rotary: RotaryEmbedding
    ) throws(CheckpointError) -> DecoderBlock {
        let attention = scope["self_attn"], mlp = scope["mlp"]
        let queries = c.heads * c.headWidth, keys = c.keyHeads * c.headWidth
        return DecoderBlock(
            DecoderBlock.Parts(
                attentionNorm: try RMSNorm(
                    scope["input_layernorm"],
                    size: c.hidden,
                    epsilon: c.epsilon
                ),
                feedForwardNorm: try RMSNorm(
                    scope["post_attention_layernorm"],
                    size: c.hidden,
                    epsilon: c.epsilon
                ),
                queryKeyValue: try Linear(
                    fusing: [
                        (attention["q_proj"], queries), (attention["k_proj"], keys),
                        (attention["v_proj"], keys),
                    ],
                    inputs: c.hidden,
                    hasBias: c.hasAttentionBias
                ),
                output: try Linear(
                    attention["o_proj"],
                    inputs: queries,
                    outputs: c.hidden,
                    hasBias: c.hasAttentionBias
                ),
                feedForward: .gated(
                    gate: try Linear(
                        mlp["gate_proj"],
                        inputs: c.hidden,
                        outputs: c.inner,
                        hasBias: c.hasMLPBias
                    ),
                    up: try Linear(
                        mlp["up_proj"],
                        inputs: c.hidden,
                        outputs: c.inner,
                        hasBias: c.hasMLPBias
                    ),
                    down: try Linear(
                        mlp["down_proj"],
                        inputs: c.inner,
                        outputs: c.hidden,
                        hasBias: c.hasMLPBias
                    ),
                    activation: c.activation
                ),
                heads: c.heads,
                keyHeads: c.keyHeads,
                headWidth: c.headWidth,
                rotary: rotary,
                scale: 1 / Float(c.headWidth).squareRoot()
            )
        )
    }
}
