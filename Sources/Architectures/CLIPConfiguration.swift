import Checkpoints
import Kernels
import Layers
import Tensors

/// CLIP's `config.json`, with the defaults of `CLIPConfig`, `CLIPTextConfig` and `CLIPVisionConfig` in
/// transformers 4.49.
struct CLIPConfiguration: Sendable {
    let text: CLIPTextConfiguration
    let vision: CLIPVisionConfiguration
    /// Numbers of an embedding.
    let projection: Int

    init(_ json: ConfigurationScope) throws(CheckpointError) {
        projection = try json.integer("projection_dim", default: 512)
        text = try CLIPTextConfiguration(Self.part(json, "text_config"))
        vision = try CLIPVisionConfiguration(Self.part(json, "vision_config"))
    }

    /// The configuration of a half; old files have another object beside it, which the reference lets
    /// win with the defaults of what it leaves out.
    private static func part(
        _ json: ConfigurationScope,
        _ key: String
    ) throws(CheckpointError) -> ConfigurationScope {
        for name in [key + "_dict", key] where json.value(name) != nil {
            return try json.scope(name)
        }
        return try ConfigurationScope(bytes: Array("{}".utf8), file: json.file)
    }
}

/// The sizes of a transformer of either half.
struct CLIPEncoderConfiguration: Sendable {
    /// D.
    let hidden: Int
    let layers: Int
    /// H.
    let heads: Int
    let intermediate: Int
    let activation: Activation
    let epsilon: Double

    init(
        _ json: ConfigurationScope,
        hidden defaultHidden: Int,
        heads defaultHeads: Int
    ) throws(CheckpointError) {
        hidden = try json.integer("hidden_size", default: defaultHidden)
        layers = try json.layers("num_hidden_layers", default: 12)
        heads = try json.integer("num_attention_heads", default: defaultHeads)
        guard hidden % heads == 0 else {
            throw json.error(
                "num_attention_heads",
                expected: "a divisor of hidden_size \(hidden)",
                found: "\(heads)"
            )
        }
        intermediate = try json.integer("intermediate_size", default: 4 * defaultHidden)
        activation = try json.activation("hidden_act", default: "quick_gelu")
        epsilon = try json.number("layer_norm_eps", default: 1e-5)
    }
}

struct CLIPTextConfiguration: Sendable {
    let encoder: CLIPEncoderConfiguration
    /// V.
    let vocabulary: Int
    /// The most tokens of a text.
    let positions: Int
    /// Where a text's vector is read.
    let pooling: Pooling

    enum Pooling: Sendable, Equatable {
        /// At the highest id, which is that of the end in the vocabularies of that time.
        case highest
        /// At the first of this id; at the first token if there is none.
        case first(Int)

        /// The place among the ids, which are at least one.
        func place(in ids: ArraySlice<Int>) -> Int {
            switch self {
            case .highest:
                let highest = ids.max()
                return ids.firstIndex { $0 == highest } ?? ids.startIndex
            case .first(let id): return ids.firstIndex(of: id) ?? ids.startIndex
            }
        }
    }

    init(_ json: ConfigurationScope) throws(CheckpointError) {
        encoder = try CLIPEncoderConfiguration(json, hidden: 512, heads: 8)
        vocabulary = try json.integer("vocab_size", default: 49408)
        positions = try json.integer("max_position_embeddings", default: 77)
        let end = try json.integer("eos_token_id", default: 49407, in: 0...Int(Int32.max))
        // A configuration of before the reference knew the id has this number, which means nothing.
        pooling = end == 2 ? .highest : .first(end)
    }
}

struct CLIPVisionConfiguration: Sendable {
    let encoder: CLIPEncoderConfiguration
    /// Pixels of a side of the picture.
    let image: Int
    /// Pixels of a side of a patch.
    let patch: Int
    /// C.
    let channels: Int

    init(_ json: ConfigurationScope) throws(CheckpointError) {
        encoder = try CLIPEncoderConfiguration(json, hidden: 768, heads: 12)
        image = try json.integer("image_size", default: 224, in: 1...16384)
        patch = try json.integer("patch_size", default: 32, in: 1...16384)
        guard patch <= image else {
            throw json.error("patch_size", expected: "at most image_size", found: "\(patch)")
        }
        channels = try json.integer("num_channels", default: 3)
        guard channels == 3 else {
            throw json.error("num_channels", expected: "3 (pictures are RGB)", found: "\(channels)")
        }
    }

    /// T: the class token and the patches.
    var tokens: Int { 1 + (image / patch) * (image / patch) }
}
