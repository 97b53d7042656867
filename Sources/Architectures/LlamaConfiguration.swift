import Checkpoints
import Inference
import Kernels
import Layers

/// Llama's `config.json`, with the defaults of `LlamaConfig` in transformers 4.49.
struct LlamaConfiguration: Sendable {
    /// V.
    let vocabulary: Int
    /// The most tokens of a sequence.
    let positions: Int
    /// D.
    let hidden: Int
    let layers: Int
    /// H.
    let heads: Int
    /// K.
    let keyHeads: Int
    /// E.
    let headWidth: Int
    /// The width between the layers of the MLP.
    let inner: Int
    let activation: Activation
    let epsilon: Double
    let hasAttentionBias: Bool
    let hasMLPBias: Bool
    let isTied: Bool
    /// Radians a place for each pair of a head.
    let frequencies: [Float]

    init(_ json: ConfigurationScope) throws(CheckpointError) {
        vocabulary = try json.integer("vocab_size", default: 32000)
        positions = try json.integer("max_position_embeddings", default: 2048)
        hidden = try json.integer("hidden_size", default: 4096)
        layers = try json.layers("num_hidden_layers", default: 32)
        heads = try json.integer("num_attention_heads", default: 32)
        keyHeads = try json.integer("num_key_value_heads", default: heads)
        try json.requireDivisor("num_key_value_heads", keyHeads, of: "num_attention_heads", heads)
        if json.value("head_dim") == nil {
            try json.requireDivisor("num_attention_heads", heads, of: "hidden_size", hidden)
        }
        headWidth = try json.integer("head_dim", default: hidden / heads, in: 2...1 << 16)
        guard headWidth % 2 == 0 else {
            throw json.error("head_dim", expected: "an even number", found: "\(headWidth)")
        }
        inner = try json.integer("intermediate_size", default: 11008)
        activation = try json.activation("hidden_act", default: "silu")
        epsilon = try json.number("rms_norm_eps", default: 1e-6)
        hasAttentionBias = try json.bool("attention_bias", default: false)
        hasMLPBias = try json.bool("mlp_bias", default: false)
        isTied = try json.bool("tie_word_embeddings", default: false)
        let part = try json.number("partial_rotary_factor", default: 1)
        guard part == 1 else {
            throw json.error("partial_rotary_factor", expected: "1", found: "\(part)")
        }
        let base = try json.number("rope_theta", default: 10000)
        guard base > 0 else {
            throw json.error("rope_theta", expected: "a number above 0", found: "\(base)")
        }
        frequencies = try Self.scaled(
            RotaryEmbedding.frequencies(width: headWidth, base: Float(base)),
            json
        )
    }

    /// The frequencies as `rope_scaling` changes them.
    ///
    /// Source: transformers 4.49, `modeling_rope_utils.py`.
    private static func scaled(
        _ frequencies: [Float],
        _ json: ConfigurationScope
    ) throws(CheckpointError) -> [Float] {
        guard json.value("rope_scaling") != nil else { return frequencies }
        let scaling = try json.scope("rope_scaling")
        // `type` is the older key; it wins where there are both, as with the reference.
        let key = scaling.value("type") == nil ? "rope_type" : "type"
        let kind = try scaling.string(key)
        switch kind {
        case "default": return frequencies
        case "linear":
            let factor = Float(try Self.factor(scaling))
            return frequencies.map { $0 / factor }
        case "dynamic":
            // The base grows only beyond max_position_embeddings, which is where sequences end here:
            // what the reference answers there depends on the lengths it was run with before.
            _ = try Self.factor(scaling)
            return frequencies
        case "llama3": return try llama3(frequencies, scaling)
        default:
            throw scaling.error(
                key,
                expected: "default, linear, dynamic or llama3",
                found: "'\(kind)'"
            )
        }
    }

    private static func factor(_ scaling: ConfigurationScope) throws(CheckpointError) -> Double {
        let factor = try scaling.number("factor")
        guard factor >= 1 else {
            throw scaling.error("factor", expected: "a number from 1", found: "\(factor)")
        }
        return factor
    }

    /// Slow frequencies are divided by the factor, fast ones are not, those between in part.
    private static func llama3(
        _ frequencies: [Float],
        _ scaling: ConfigurationScope
    ) throws(CheckpointError) -> [Float] {
        let factor = Float(try Self.factor(scaling))
        let low = Float(try scaling.number("low_freq_factor"))
        let high = Float(try scaling.number("high_freq_factor"))
        let context = Float(try scaling.integer("original_max_position_embeddings"))
        guard low > 0, high > low else {
            throw scaling.error(
                "high_freq_factor",
                expected: "a number above low_freq_factor, \(low)",
                found: "\(high)"
            )
        }
        return frequencies.map { frequency in
            let length = 2 * Float.pi / frequency
            if length < context / high { return frequency }
            if length > context / low { return frequency / factor }
            let smooth = (context / length - low) / (high - low)
            return (1 - smooth) * frequency / factor + smooth * frequency
        }
    }
}
