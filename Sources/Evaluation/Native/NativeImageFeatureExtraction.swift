package import Domain
import Inference
import Media
import Storage

/// A vector of each picture, of length 1.
package struct NativeImageFeatureExtraction: NativePipeline {
    package static let task = "image-feature-extraction"
    package static let summary = "Gives a picture a vector."
    package static let inputs = "PNG or JPEG files"
    package static let options: [KnownOption] = []

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] { [:] }

    package static func model(_ context: NativeContext) -> (any Model)? {
        guard let embedder = context.role as? any ImageEmbedding else { return nil }
        return NativeModelAdapter(
            context,
            prepare: { question, media in try PixelImage(of: question.request, media) },
            answer: { (images: [PixelImage]) in
                try embedder.embeddings(of: images).map { vector in
                    try vector.requireFinite()
                    return .embedding(vector)
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try inputs.map { ModelRequest(task: task, medium: try files.medium($0, .image)) }
    }
}
