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
        let labels = context.decoding[CandidateLabels.option.name]?.strings ?? []
        let topK = context.decoding["top_k"]?.integer ?? labels.count
        // The classes are the same for every picture, so they are embedded once.
        let classes = try Self.classes(matcher, context.decoding)
        return NativeModelAdapter(
            context,
            prepare: { question, media in try PixelImage(of: question.request, media) },
            answer: { (images: [PixelImage]) in
                try matcher.embeddings(of: images).map { image in
                    let logits = classes.map { matcher.logit(of: $0, and: image) }
                    try logits.requireFinite()
                    let scores = LabelScoring.softmax.scores(logits, labels: labels)
                    return .labels(Array(scores.prefix(topK)))
                }
            }
        )
    }

    /// The vector of each class, of length 1: that of its sentence, or the mean of those of its name in
    /// every prompt, brought to length 1 again.
    private static func classes(
        _ matcher: any ImageTextMatching,
        _ decoding: [String: JSONValue]
    ) throws -> [[Float]] {
        guard let prompts = decoding["prompts"]?.strings else {
            return try matcher.embeddings(of: CandidateLabels.read(decoding).map(\.sentence))
        }
        return try (decoding[CandidateLabels.option.name]?.strings ?? []).map { label in
            let vectors = try matcher.embeddings(
                of: prompts.map { $0.replacing("{}", with: label) }
            )
            // Their sum points where their mean does.
            var sum = [Double](repeating: 0, count: vectors.first?.count ?? 0)
            for vector in vectors {
                for (index, value) in vector.enumerated() { sum[index] += Double(value) }
            }
            let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return sum.map { Float(length > 0 ? $0 / length : 0) }
        }
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try inputs.map { ModelRequest(task: task, medium: try files.medium($0, .image)) }
    }
}
