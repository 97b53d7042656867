package import Domain
import Inference
import Storage
import Tokenization

/// Classes of statements over a table, best first, in the shape of the text-classification pipeline.
package struct NativeTableEntailment: NativePipeline {
    package static let task = TableEntailment.name
    package static let summary = TableEntailment.summary
    package static let inputs = TableRequests.inputs("statements")
    package static let options = TableEntailment.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try TableEntailment(options: options).decoding
    }

    package static func model(_ context: NativeContext) -> (any Model)? {
        guard let classifier = context.role as? any TableClassifying else { return nil }
        let topK = context.decoding["top_k"]?.integer ?? .max
        return NativeModelAdapter(
            context,
            prepare: { question, media in
                let table = try Table(of: question.request, media)
                let text = try question.request.requireText()
                return try classifier.front.encode(text, over: classifier.front.prepare(table))
            },
            answer: { (tables: [TableEncoding]) in
                try classifier.logits(for: tables).map { logits in
                    try logits.requireFinite()
                    let scores = classifier.scoring.scores(logits, labels: classifier.labels)
                    return .labels(Array(scores.prefix(topK)))
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try TableRequests.make(task, inputs, "statement", files)
    }
}
