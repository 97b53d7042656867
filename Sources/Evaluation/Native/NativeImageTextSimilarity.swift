package import Domain
import Foundation

/// Vectors of pictures, and of captions after CLIPScore's prefix, in one space, each of length 1.
package struct NativeImageTextSimilarity: NativePipeline {
    package static let task = ImageTextSimilarity.name
    package static let summary = ImageTextSimilarity.summary
    package static let inputs = "PNG or JPEG files, and captions: whatever is no file"
    package static let options = ImageTextSimilarity.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try ImageTextSimilarity(options: options).decoding
    }

    package static func model(_ context: NativeContext) -> (any Model)? {
        NativeImageTextRetrieval.embedder(context)
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try inputs.map { input in
            FileManager.default.fileExists(atPath: input)
                ? ModelRequest(task: task, medium: try files.medium(input, .image))
                : ModelRequest(task: task, text: ImageTextSimilarity.prefix + input)
        }
    }
}
