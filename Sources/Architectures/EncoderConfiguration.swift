import Checkpoints
import Domain
import Inference
import Kernels
import Layers

/// What BERT, DistilBERT and RoBERTa say of themselves in `config.json`, whatever they call it.
struct EncoderConfiguration: Sendable {
    /// V.
    let vocabulary: Int
    /// D.
    let hidden: Int
    let layers: Int
    /// H.
    let heads: Int
    let intermediate: Int
    let activation: Activation
    /// Of every normalisation.
    let epsilon: Double
    /// Rows of the table of positions.
    let positions: Int
    /// Rows of the table of segments; 0 if there is none.
    let segments: Int
    /// The id of padding, which RoBERTa counts positions from.
    let padding: Int
    /// Whether the masked-language head has the word embeddings for its output weights.
    let isTied: Bool
    let labels: [String]
    let scoring: LabelScoring
    let inference: NaturalLanguageInference?

    /// The keys of a family, with the defaults of its configuration class in transformers 4.49.
    struct Keys: Sendable {
        var hidden = "hidden_size"
        var layers = "num_hidden_layers"
        var heads = "num_attention_heads"
        var intermediate = "intermediate_size"
        var activation = "hidden_act"
        var vocabularyDefault = 30522
        var layersDefault = 12
        /// Nil where the code has it and no key does.
        var epsilon: String? = "layer_norm_eps"
        /// Nil for a family without segments.
        var segments: String? = "type_vocab_size"
        var paddingDefault = 0
    }

    /// - Throws: ``CheckpointError/configuration(file:path:expected:found:)`` for what is missing,
    ///   out of range or not implemented.
    init(_ json: ConfigurationScope, _ keys: Keys) throws(CheckpointError) {
        vocabulary = try json.integer("vocab_size", default: keys.vocabularyDefault)
        hidden = try json.integer(keys.hidden, default: 768)
        layers = try json.layers(keys.layers, default: keys.layersDefault)
        heads = try json.integer(keys.heads, default: 12)
        guard hidden % heads == 0 else {
            throw json.error(
                keys.heads,
                expected: "a divisor of \(keys.hidden) \(hidden)",
                found: "\(heads)"
            )
        }
        intermediate = try json.integer(keys.intermediate, default: 3072)
        activation = try json.activation(keys.activation, default: "gelu")
        if let key = keys.epsilon {
            epsilon = try json.number(key, default: 1e-12)
        } else {
            epsilon = 1e-12
        }
        positions = try json.integer("max_position_embeddings", default: 512)
        if let key = keys.segments {
            segments = try json.integer(key, default: 2)
        } else {
            segments = 0
        }
        padding = try json.integer(
            "pad_token_id",
            default: keys.paddingDefault,
            in: 0...Int(Int32.max)
        )
        isTied = try json.bool("tie_word_embeddings", default: true)
        labels = try json.labels()
        scoring = try LabelScoring(json, labels: labels.count)
        inference = try NaturalLanguageInference(json, labels: labels)
        try Self.refuseOthers(json)
    }

    /// What would change the numbers and is not implemented.
    private static func refuseOthers(_ json: ConfigurationScope) throws(CheckpointError) {
        let position = try json.string("position_embedding_type", default: "absolute")
        guard position == "absolute" else {
            let found = "'\(position)'"
            throw json.error("position_embedding_type", expected: "absolute", found: found)
        }
        for key in ["is_decoder", "add_cross_attention"] where try json.bool(key, default: false) {
            throw json.error(key, expected: "false (an encoder)", found: "true")
        }
        if let pruned = json.value("pruned_heads")?.object, !pruned.isEmpty {
            throw json.error("pruned_heads", expected: "none", found: "some")
        }
    }
}
