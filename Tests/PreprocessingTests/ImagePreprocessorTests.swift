import Checkpoints
import Media
import Preprocessing
import Tensors
import Testing

/// What `preprocessor_config.json` may say, and what is refused.
struct ImagePreprocessorTests {
    static func preprocessor(_ json: String) throws -> ImagePreprocessor {
        try ImagePreprocessor(
            ConfigurationScope(bytes: Array(json.utf8), file: "preprocessor_config.json")
        )
    }

    @Test func takesTheReferencesDefaults() throws {
        let vit = try Self.preprocessor(#"{"image_processor_type": "ViTImageProcessor"}"#)
        #expect(vit.resize == .exactly(width: 224, height: 224))
        #expect(vit.resampling == .bilinear && vit.crop == nil && vit.mean == [0.5, 0.5, 0.5])
        let clip = try Self.preprocessor(
            #"{"feature_extractor_type": "CLIPFeatureExtractor", "size": 32}"#
        )
        #expect(clip.resize == .shortestEdge(32) && clip.resampling == .bicubic)
        #expect(clip.outputSize?.width == 224)
    }

    @Test func takesOldSizes() throws {
        let vit = try Self.preprocessor(
            #"{"feature_extractor_type": "ViTFeatureExtractor", "size": 28}"#
        )
        #expect(vit.resize == .exactly(width: 28, height: 28))
    }

    @Test(arguments: [
        (#"{}"#, "feature_extractor_type"),
        (#"{"image_processor_type": "BlipImageProcessor"}"#, "BlipImageProcessor"),
        (#"{"image_processor_type": "ViTImageProcessor", "resample": 6}"#, "resample"),
        (#"{"image_processor_type": "ViTImageProcessor", "size": {"shortest_edge": 8}}"#, "size"),
        (
            #"{"image_processor_type": "ViTImageProcessor", "size": {"height": 0, "width": 8}}"#,
            "size.height"
        ),
        (
            #"{"image_processor_type": "ViTImageProcessor", "do_center_crop": true}"#,
            "do_center_crop"
        ),
        (#"{"image_processor_type": "ViTImageProcessor", "image_mean": [1, 2]}"#, "image_mean"),
        (#"{"image_processor_type": "ViTImageProcessor", "image_std": [1, 0, 1]}"#, "image_std"),
        (#"{"image_processor_type": "ViTImageProcessor", "do_resize": "yes"}"#, "do_resize"),
    ])
    func refuses(_ json: String, _ word: String) {
        let error = #expect(throws: CheckpointError.self) { try Self.preprocessor(json) }
        #expect(error?.description.contains(word) == true, "\(error?.description ?? "none")")
    }

    @Test func stepsCanBeSwitchedOff() throws {
        let plain = try Self.preprocessor(
            #"{"image_processor_type": "ViTImageProcessor", "do_resize": false, "do_rescale": false, "do_normalize": false}"#
        )
        let image = PixelImage(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
        #expect(try plain.pixelValues(image).values == [1, 4, 2, 5, 3, 6])
        let normalized = try Self.preprocessor(
            #"{"image_processor_type": "ViTImageProcessor", "do_resize": false, "image_std": [0.25, 0.5, 1]}"#
        )
        let white = PixelImage(width: 1, height: 1, pixels: [255, 255, 0])
        #expect(try normalized.pixelValues(white).values == [2, 1, -0.5])
    }

    /// 224 pixels high, a line of 4,000 pixels would have two hundred million.
    @Test func refusesPicturesThatBecomeTooLarge() throws {
        let clip = try Self.preprocessor(#"{"image_processor_type": "CLIPImageProcessor"}"#)
        let line = PixelImage(width: 4000, height: 1, pixels: Array(repeating: 0, count: 12_000))
        let error = #expect(throws: PreprocessingError.self) { try clip.pixelValues(line) }
        #expect(
            error?.description
                == "the picture of 4000 x 1 pixels would become one of 896000 x 224, more than "
                + "178956970; crop it first"
        )
        let square = PixelImage(width: 1, height: 1, pixels: [1, 2, 3])
        #expect(try clip.pixelValues(square).shape == [1, 3, 224, 224])
    }

    @Test func refusesEmptyPictures() throws {
        let vit = try Self.preprocessor(#"{"image_processor_type": "ViTImageProcessor"}"#)
        #expect(throws: PreprocessingError.emptyPicture(width: 0, height: 3)) {
            try vit.pixelValues(PixelImage(width: 0, height: 3, pixels: []))
        }
    }
}
