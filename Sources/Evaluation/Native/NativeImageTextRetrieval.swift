package import Domain
import Foundation
import Inference
import Media
import Storage

/// Vectors of pictures and captions in one space, each of length 1.
package struct NativeImageTextRetrieval: NativePipeline {
    package static let task = ImageTextRetrieval.name
    package static let summary = ImageTextRetrieval.summary
    package static let inputs = "PNG or JPEG files, and captions: whatever is no file"
    package static let options = ImageTextRetrieval.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try ImageTextRetrieval(options: options).decoding
    }

    /// What a request asks to be embedded.
    private enum Part: Sendable {
        case text(String)
        case image(PixelImage)
    }

    package static func model(_ context: NativeContext) -> (any Model)? { embedder(context) }

    /// A model that embeds texts and pictures; nil if the checkpoint cannot.
    static func embedder(_ context: NativeContext) -> (any Model)? {
        guard let matcher = context.role as? any ImageTextMatching else { return nil }
        return NativeModelAdapter(
            context,
            prepare: { question, media in
                if let text = question.request.text { return Part.text(text) }
                return .image(try PixelImage(of: question.request, media))
            },
            answer: { (parts: [Part]) in try answer(parts, matcher) }
        )
    }

    /// The texts of a batch are run together, and so are its pictures.
    private static func answer(
        _ parts: [Part],
        _ matcher: any ImageTextMatching
    ) throws -> [ModelOutput] {
        var texts: [String] = [], images: [PixelImage] = []
        for part in parts {
            switch part {
            case .text(let text): texts.append(text)
            case .image(let image): images.append(image)
            }
        }
        var textVectors = try matcher.embeddings(of: texts)[...]
        var imageVectors = try matcher.embeddings(of: images)[...]
        return try parts.map { part in
            let vector =
                switch part {
                case .text: textVectors.popFirst()
                case .image: imageVectors.popFirst()
                }
            guard let vector else { throw PredictionFailure("the model gave too few vectors") }
            try vector.requireFinite()
            return .embedding(vector)
        }
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try inputs.map { input in
            FileManager.default.fileExists(atPath: input)
                ? ModelRequest(task: task, medium: try files.medium(input, .image))
                : ModelRequest(task: task, text: input)
        }
    }
}
