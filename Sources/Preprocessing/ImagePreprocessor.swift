package import Checkpoints
import Domain
package import Media
package import Tensors

/// Turns pictures into a vision model's numbers, as a folder's `preprocessor_config.json` says.
///
/// In order: resize (Pillow's, on bytes), crop the middle, × rescale factor (in double precision,
/// then rounded to single), − mean, ÷ deviation (in single precision). Channels are red, green, blue.
///
/// Source: transformers 4.49, `ViTImageProcessor`, `DeiTImageProcessor`, `CLIPImageProcessor` (the
/// slow ones, which use Pillow). Checked by: `Tests/Fixtures/models/vit`, exactly.
package struct ImagePreprocessor: Sendable, Equatable {
    /// What the resize aims at.
    package enum Size: Sendable, Equatable {
        case exactly(width: Int, height: Int)
        /// The shorter side; the longer keeps the proportion, rounded down.
        case shortestEdge(Int)
    }

    package struct Crop: Sendable, Equatable {
        package let width: Int
        package let height: Int
    }

    package let resize: Size?
    package let resampling: Resampling
    package let crop: Crop?
    package let rescaleFactor: Double?
    /// Of red, green and blue.
    package let mean: [Float]?
    package let deviation: [Float]?
    /// The value of every byte, by channel: `[3][256]`.
    private let table: [[Float]]

    /// Reads `preprocessor_config.json`.
    ///
    /// - Throws: ``CheckpointError/configuration(file:path:expected:found:)`` for a processor or a
    ///   value that is not implemented.
    package init(_ json: ConfigurationScope) throws(CheckpointError) {
        let kind = try ImageProcessorKind(json)
        if try json.bool("do_resize", default: true) {
            resize = try Self.size(json, "size", default: kind.size, square: kind.sizeIsSquare)
        } else {
            resize = nil
        }
        let code = try json.integer("resample", default: kind.resampling.rawValue, in: 0...5)
        resampling = Resampling(rawValue: code) ?? kind.resampling
        if try json.bool("do_center_crop", default: kind.crops) {
            guard kind.crops else {
                throw json.error(
                    "do_center_crop",
                    expected: "false for \(kind.name)",
                    found: "true"
                )
            }
            let size = try Self.size(json, "crop_size", default: kind.cropSize, square: true)
            guard case .exactly(let width, let height) = size else {
                throw json.error("crop_size", expected: "height and width", found: "another form")
            }
            crop = Crop(width: width, height: height)
        } else {
            crop = nil
        }
        rescaleFactor =
            try json.bool("do_rescale", default: true)
            ? try json.number("rescale_factor", default: 1.0 / 255) : nil
        if try json.bool("do_normalize", default: true) {
            mean = try Self.channels(json, "image_mean", default: kind.mean)
            deviation = try Self.channels(json, "image_std", default: kind.deviation)
            guard deviation?.allSatisfy({ $0 != 0 }) ?? true else {
                throw json.error("image_std", expected: "numbers other than 0", found: "0")
            }
        } else {
            mean = nil
            deviation = nil
        }
        // Pictures are RGB whether or not it asks; the key is checked for its type only.
        _ = try json.bool("do_convert_rgb", default: true)
        table = Self.table(rescaleFactor: rescaleFactor, mean: mean, deviation: deviation)
    }

    /// The size of what comes out, in pixels; nil if it depends on the picture.
    package var outputSize: (width: Int, height: Int)? {
        if let crop { return (crop.width, crop.height) }
        if case .exactly(let width, let height) = resize { return (width, height) }
        return nil
    }

    /// Refuses a picture that ``shaped(_:)`` does not take.
    ///
    /// - Throws: ``PreprocessingError/emptyPicture(width:height:)``, or
    ///   ``PreprocessingError/tooLarge(width:height:resizedWidth:resizedHeight:)`` for one that would
    ///   have more pixels after the resize than `PixelImage.maximumPixels`.
    package func check(_ image: PixelImage) throws(PreprocessingError) {
        guard image.width > 0 && image.height > 0 else {
            throw .emptyPicture(width: image.width, height: image.height)
        }
        let (width, height) = resizedSize(of: image)
        guard width <= PixelImage.maximumPixels / height else {
            throw .tooLarge(
                width: image.width,
                height: image.height,
                resizedWidth: width,
                resizedHeight: height
            )
        }
    }

    /// The picture after resize and crop, still in bytes.
    ///
    /// - Throws: As ``check(_:)``.
    package func shaped(_ image: PixelImage) throws(PreprocessingError) -> PixelImage {
        try check(image)
        let (width, height) = resizedSize(of: image)
        let resized = image.resized(width: width, height: height, by: resampling)
        return crop.map { resized.centerCropped(width: $0.width, height: $0.height) } ?? resized
    }

    /// The size after the resize of a picture with pixels.
    private func resizedSize(of image: PixelImage) -> (width: Int, height: Int) {
        switch resize {
        case .exactly(let width, let height): return (width, height)
        case .shortestEdge(let edge):
            let long = edge * max(image.width, image.height) / min(image.width, image.height)
            return image.width <= image.height ? (edge, long) : (long, edge)
        case nil: return (image.width, image.height)
        }
    }

    /// Writes a shaped picture's numbers, `[3, height, width]`.
    package func fill(
        _ target: UnsafeMutableBufferPointer<Float>,
        from image: PixelImage
    ) {
        let count = image.width * image.height
        precondition(target.count == 3 * count, "\(target.count) numbers for \(count) pixels")
        image.pixels.withUnsafeBufferPointer { pixels in
            for channel in 0..<3 {
                table[channel].withUnsafeBufferPointer { values in
                    for index in 0..<count {
                        target[channel * count + index] = values[Int(pixels[index * 3 + channel])]
                    }
                }
            }
        }
    }

    /// A picture's numbers, `[1, 3, height, width]`.
    package func pixelValues(_ image: PixelImage) throws(PreprocessingError) -> Tensor {
        let image = try shaped(image)
        return Tensor([1, 3, image.height, image.width]) { fill($0, from: image) }
    }

    private static func table(
        rescaleFactor: Double?,
        mean: [Float]?,
        deviation: [Float]?
    ) -> [[Float]] {
        (0..<3).map { channel in
            (0..<256).map { byte in
                var value = rescaleFactor.map { Float(Double(byte) * $0) } ?? Float(byte)
                if let mean, let deviation { value = (value - mean[channel]) / deviation[channel] }
                return value
            }
        }
    }

    private static func channels(
        _ json: ConfigurationScope,
        _ key: String,
        default fallback: [Float]
    ) throws(CheckpointError) -> [Float] {
        guard let value = json.value(key) else { return fallback }
        let numbers = value.array?.compactMap(\.number) ?? value.number.map { [$0, $0, $0] }
        guard let numbers, numbers.count == 3 else {
            throw json.error(key, expected: "three numbers", found: value.text)
        }
        return numbers.map(Float.init)
    }

    /// `{"height", "width"}`, `{"shortest_edge"}`, or a number, whose meaning depends on the
    /// processor.
    private static func size(
        _ json: ConfigurationScope,
        _ key: String,
        default fallback: Size,
        square: Bool
    ) throws(CheckpointError) -> Size {
        guard let value = json.value(key) else { return fallback }
        let limit = 1...16384
        if value.integer != nil {
            let edge = try json.integer(key, in: limit)
            return square ? .exactly(width: edge, height: edge) : .shortestEdge(edge)
        }
        let scope = try json.scope(key)
        if scope.keys == ["shortest_edge"] && !square {
            return .shortestEdge(try scope.integer("shortest_edge", in: limit))
        }
        guard scope.keys == ["height", "width"] else {
            throw json.error(
                key,
                expected: square ? "height and width" : "shortest_edge, or height and width",
                found: scope.keys.joined(separator: ", ")
            )
        }
        return .exactly(
            width: try scope.integer("width", in: limit),
            height: try scope.integer("height", in: limit)
        )
    }
}
