package import Domain
import Inference
import Media
import Storage

/// The image-classification pipeline: the scores that the checkpoint asks for over all classes, best
/// first, equal scores in the order of the classes.
package struct NativeImageClassification: NativePipeline {
    package static let task = ImageClassification.name
    package static let summary = ImageClassification.summary
    package static let inputs = "PNG or JPEG files"
    package static let options = ImageClassification.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try ImageClassification(options: options).decoding
    }

    package static func model(_ context: NativeContext) -> (any Model)? {
        guard let classifier = context.role as? any ImageClassifying else { return nil }
        let topK = context.decoding["top_k"]?.integer ?? .max
        return NativeModelAdapter(
            context,
            prepare: { question, media in try PixelImage(of: question.request, media) },
            answer: { (images: [PixelImage]) in
                try classifier.logits(for: images).map { logits in
                    try logits.requireFinite()
                    let scores = classifier.scoring.scores(logits, labels: classifier.labels)
                    return .labels(Array(scores.prefix(topK)))
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try inputs.map { ModelRequest(task: task, medium: try files.medium($0, .image)) }
    }
}

extension PixelImage {
    /// The picture of a request.
    init(of request: ModelRequest, _ media: any MediaSource) throws {
        guard let medium = request.medium else {
            throw PredictionFailure("the request has no picture")
        }
        self = try PixelImage(decoding: media.bytes(of: medium))
    }
}
