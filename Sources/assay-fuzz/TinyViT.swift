import Domain

/// The smallest vision transformer: what targets lay beside the file that they change.
enum TinyViT {
    static let configuration = #"""
        {"model_type": "vit", "architectures": ["ViTForImageClassification"], "hidden_size": 4,
        "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 4, "image_size": 4,
        "patch_size": 2, "num_channels": 3, "hidden_act": "gelu", "layer_norm_eps": 1e-12,
        "qkv_bias": true, "id2label": {"0": "a", "1": "b"}}
        """#

    static let preprocessor = #"""
        {"image_processor_type": "ViTImageProcessor", "size": {"height": 4, "width": 4}}
        """#

    static var weights: [UInt8] {
        var shapes: [(String, [Int])] = [
            ("vit.embeddings.cls_token", [1, 1, 4]),
            ("vit.embeddings.position_embeddings", [1, 5, 4]),
            ("vit.embeddings.patch_embeddings.projection.weight", [4, 3, 2, 2]),
            ("vit.embeddings.patch_embeddings.projection.bias", [4]),
            ("classifier.weight", [2, 4]),
            ("classifier.bias", [2]),
        ]
        let layer = "vit.encoder.layer.0."
        for name in [
            "attention.attention.query", "attention.attention.key", "attention.attention.value",
            "attention.output.dense", "intermediate.dense", "output.dense",
        ] {
            shapes += [(layer + name + ".weight", [4, 4]), (layer + name + ".bias", [4])]
        }
        for name in [layer + "layernorm_before", layer + "layernorm_after", "vit.layernorm"] {
            shapes += [(name + ".weight", [4]), (name + ".bias", [4])]
        }
        return Safetensors.file(shapes)
    }
}

/// Just enough of the safetensors format to make seeds.
enum Safetensors {
    /// Single-precision tensors of 0.5, one after the other.
    static func file(_ shapes: [(name: String, shape: [Int])]) -> [UInt8] {
        var members: [String: JSONValue] = [:]
        var end = 0
        for (name, shape) in shapes {
            let start = end
            end += 4 * shape.reduce(1, *)
            members[name] = .object([
                "dtype": .string("F32"),
                "shape": .array(shape.map(JSONValue.integer)),
                "data_offsets": .array([.integer(start), .integer(end)]),
            ])
        }
        var file = [UInt8](repeating: 0, count: 8) + JSONValue.object(members).text.utf8
        for _ in 0..<end / 4 { file += [0, 0, 0, 0x3F] }
        correctLength(&file)
        return file
    }

    /// Makes the header end at the last brace.
    static func correctLength(_ file: inout [UInt8]) {
        guard let brace = file.lastIndex(of: UInt8(ascii: "}")), brace >= 8 else { return }
        withUnsafeBytes(of: UInt64(brace - 7).littleEndian) {
            file.replaceSubrange(0..<8, with: $0)
        }
    }
}
