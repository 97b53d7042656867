import Checkpoints

/// The reference's image processors that Assay implements, with what each takes for granted.
enum ImageProcessorKind: CaseIterable {
    case vit, deit, clip

    /// Which one a configuration names, under its present or its former key.
    init(_ json: ConfigurationScope) throws(CheckpointError) {
        let key =
            json.value("image_processor_type") != nil
            ? "image_processor_type"
            : "feature_extractor_type"
        let name = try json.string(key)
        guard let kind = Self.allCases.first(where: { $0.names.contains(name) }) else {
            let known = Self.allCases.map(\.name).joined(separator: ", ")
            throw json.error(key, expected: "one of \(known)", found: "'\(name)'")
        }
        self = kind
    }

    var name: String { names[0] }

    private var names: [String] {
        switch self {
        case .vit: ["ViTImageProcessor", "ViTFeatureExtractor"]
        case .deit: ["DeiTImageProcessor", "DeiTFeatureExtractor"]
        case .clip: ["CLIPImageProcessor", "CLIPFeatureExtractor"]
        }
    }

    var crops: Bool { self != .vit }

    var size: ImagePreprocessor.Size {
        switch self {
        case .vit: .exactly(width: 224, height: 224)
        case .deit: .exactly(width: 256, height: 256)
        case .clip: .shortestEdge(224)
        }
    }

    var cropSize: ImagePreprocessor.Size { .exactly(width: 224, height: 224) }

    /// Whether a lone number means both sides, and the shortest edge cannot be asked for.
    var sizeIsSquare: Bool { self != .clip }

    var resampling: Resampling { self == .vit ? .bilinear : .bicubic }

    /// Of red, green and blue.
    var mean: [Float] {
        switch self {
        case .vit: [0.5, 0.5, 0.5]
        case .deit: [0.485, 0.456, 0.406]
        case .clip: [0.48145466, 0.4578275, 0.40821073]
        }
    }

    var deviation: [Float] {
        switch self {
        case .vit: [0.5, 0.5, 0.5]
        case .deit: [0.229, 0.224, 0.225]
        case .clip: [0.26862954, 0.26130258, 0.27577711]
        }
    }
}
