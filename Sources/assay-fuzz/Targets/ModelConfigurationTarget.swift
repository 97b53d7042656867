import Architectures
import Domain
import Foundation
import Inference
import Media

extension FuzzTarget {
    static let modelConfiguration = FuzzTarget(
        name: "config.json",
        seeds: {
            let other = TinyViT.configuration
                .replacingOccurrences(of: #""image_size": 4"#, with: #""image_size": [4, 4]"#)
                .replacingOccurrences(
                    of: #""id2label": {"0": "a", "1": "b"}"#,
                    with: #""num_labels": 2"#
                )
            return [Array(TinyViT.configuration.utf8), Array(other.utf8)]
        },
        read: { bytes in
            try ScratchFile.write(TinyViT.weights, "vit/model.safetensors")
            try ScratchFile.write(Array(TinyViT.preprocessor.utf8), "vit/preprocessor_config.json")
            try ScratchFile.write(bytes, "vit/config.json")
            let model = try NativeModel.load(
                folder: ScratchFile.path("vit"),
                catalog: modelCatalog,
                threads: 1
            )
            guard let classifier = model.role as? any ImageClassifying else {
                throw Finding(description: "a vision transformer that classifies nothing")
            }
            let image = PixelImage(width: 5, height: 3, pixels: [UInt8](repeating: 99, count: 45))
            guard try classifier.logits(for: [image]).map(\.count) == [classifier.labels.count]
            else { throw Finding(description: "not a logit for each label") }
        }
    )
}
