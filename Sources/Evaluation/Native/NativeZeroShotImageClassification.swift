package import Domain
import Inference
import Media
import Storage

/// The zero-shot-image-classification pipeline: a softmax over how near a picture is to what the
/// template says of each class.
///
/// Source: transformers 4.49, `pipelines/zero_shot_image_classification.py`.
package struct NativeZeroShotImageClassification: NativePipeline {
    package static let task = ZeroShotImageClassification.name
    package static let summary = ZeroShotImageClassification.summary
    package static let inputs = "PNG or JPEG files"
    package static let options = ZeroShotImageClassification.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        let task = try ZeroShotImageClassification(options: options)
        return try CandidateLabels.required(task.decoding, options)
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let matcher = context.role as? any ImageTextMatching else { return nil }
        let named = CandidateLabels.read(context.decoding)
        let labels = named.map(\.label)
        let topK = context.decoding["top_k"]?.integer ?? labels.count
        // The classes are the same for every picture, so they are embedded once.
        let classes = try matcher.embeddings(of: named.map(\.sentence))
        return NativeModelAdapter(
            context,
            prepare: { question, media in try PixelImage(of: question.request, media) },
            answer: { (images: [PixelImage]) in
                try matcher.embeddings(of: images).map { image in
                    let logits = classes.map { Self.product($0, image) * matcher.logitScale }
                    guard logits.allSatisfy(\.isFinite) else {
                        throw PredictionFailure("the model gave scores that are not finite")
                    }
                    let scores = LabelScoring.softmax.scores(logits, labels: labels)
                    return .labels(Array(scores.prefix(topK)))
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try inputs.map { ModelRequest(task: task, medium: try files.medium($0, .image)) }
    }

    private static func product(_ a: [Float], _ b: [Float]) -> Float {
        Float(zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) })
    }
}
