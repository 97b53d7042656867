import Checkpoints
import Domain
import Inference
import Kernels
import Layers
import Tensors

/// ViT's `config.json`, with the defaults of `ViTConfig` in transformers 4.49.
struct ViTConfiguration: Sendable {
    /// D.
    let hidden: Int
    let layers: Int
    /// H.
    let heads: Int
    let intermediate: Int
    let activation: Activation
    let epsilon: Double
    /// In pixels.
    let imageHeight, imageWidth: Int
    /// In pixels.
    let patchHeight, patchWidth: Int
    /// C.
    let channels: Int
    let hasQueryKeyValueBias: Bool
    let labels: [String]
    let scoring: LabelScoring

    init(_ json: ConfigurationScope) throws(CheckpointError) {
        hidden = try json.integer("hidden_size", default: 768)
        layers = try json.layers("num_hidden_layers", default: 12)
        heads = try json.integer("num_attention_heads", default: 12)
        guard hidden % heads == 0 else {
            throw json.error(
                "num_attention_heads",
                expected: "a divisor of hidden_size \(hidden)",
                found: "\(heads)"
            )
        }
        intermediate = try json.integer("intermediate_size", default: 3072)
        activation = try json.activation("hidden_act", default: "gelu")
        epsilon = try json.number("layer_norm_eps", default: 1e-12)
        (imageHeight, imageWidth) = try Self.pair(json, "image_size", default: 224)
        (patchHeight, patchWidth) = try Self.pair(json, "patch_size", default: 16)
        guard patchHeight <= imageHeight && patchWidth <= imageWidth else {
            throw json.error(
                "patch_size",
                expected: "at most image_size",
                found: "\(patchHeight) x \(patchWidth)"
            )
        }
        channels = try json.integer("num_channels", default: 3)
        guard channels == 3 else {
            throw json.error("num_channels", expected: "3 (pictures are RGB)", found: "\(channels)")
        }
        hasQueryKeyValueBias = try json.bool("qkv_bias", default: true)
        labels = try json.labels()
        let several = try json.string("problem_type", default: "") == "multi_label_classification"
        scoring = several || labels.count == 1 ? .sigmoid : .softmax
        if let pruned = json.value("pruned_heads")?.object, !pruned.isEmpty {
            throw json.error("pruned_heads", expected: "none", found: "some")
        }
    }

    /// Rows of patches.
    var rows: Int { imageHeight / patchHeight }
    /// Columns of patches.
    var columns: Int { imageWidth / patchWidth }

    /// - Throws: ``InferenceError/inputShape(name:expected:found:)`` for pixels that do not fit.
    func check(_ pixels: Shape, interpolates: Bool) throws(InferenceError) {
        let fits =
            pixels.rank == 4 && pixels[1] == channels
            && (interpolates
                ? pixels[2] >= patchHeight && pixels[3] >= patchWidth
                : pixels[2] == imageHeight && pixels[3] == imageWidth)
        guard fits else {
            throw .inputShape(
                name: "pixel_values",
                expected: "[B, \(channels), \(imageHeight), \(imageWidth)]"
                    + (interpolates ? " or larger" : ""),
                found: pixels
            )
        }
    }

    /// One number for both, or `[height, width]`.
    private static func pair(
        _ json: ConfigurationScope,
        _ key: String,
        default fallback: Int
    ) throws(CheckpointError) -> (Int, Int) {
        guard let members = json.value(key)?.array else {
            let size = try json.integer(key, default: fallback, in: 1...16384)
            return (size, size)
        }
        let sizes = members.compactMap(\.integer)
        guard members.count == 2, sizes.count == 2, sizes.allSatisfy((1...16384).contains) else {
            throw json.error(key, expected: "a number or [height, width]", found: "an array")
        }
        return (sizes[0], sizes[1])
    }
}
