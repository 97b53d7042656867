import Checkpoints
import Domain
import Media
import Preprocessing
import Tensors

extension FuzzTarget {
    static let preprocessorConfiguration = FuzzTarget(
        name: "preprocessor_config.json",
        seeds: {
            let clip = #"""
                {"feature_extractor_type": "CLIPFeatureExtractor", "size": {"shortest_edge": 6},
                "crop_size": 5, "resample": 3, "do_center_crop": true, "do_rescale": true,
                "rescale_factor": 0.00392156862745098, "image_mean": [0.4, 0.4, 0.4],
                "image_std": 0.5}
                """#
            let vit = #"""
                {"image_processor_type": "ViTImageProcessor", "size": {"height": 4, "width": 4}}
                """#
            return [Array(vit.utf8), Array(clip.utf8)]
        },
        read: { bytes in
            let json = try ConfigurationScope(bytes: bytes, file: "preprocessor_config.json")
            let preprocessor = try ImagePreprocessor(json)
            // Sizes of gigabytes are allowed; that memory is not what is tested here.
            let sides = [preprocessor.outputSize?.width, preprocessor.outputSize?.height]
            guard sides.compactMap({ $0 }).allSatisfy({ $0 <= 512 }) else { return }
            switch preprocessor.resize {
            case .shortestEdge(let edge) where edge > 512: return
            case .exactly(let width, let height) where max(width, height) > 512: return
            default: break
            }
            let image = PixelImage(width: 5, height: 3, pixels: [UInt8](repeating: 99, count: 45))
            let shape = try preprocessor.pixelValues(image).shape
            if let size = preprocessor.outputSize,
                shape.dimensions != [1, 3, size.height, size.width]
            {
                throw Finding(description: "pixels of shape \(shape), not \(size)")
            }
        }
    )
}
