package import Domain
import Inference
import Storage
import Tokenization

/// The text-classification pipeline: the scores that the checkpoint asks for over all classes, best
/// first, equal scores in the order of the classes.
///
/// A text, or a pair, that is longer than the model takes is cut to what it takes; the reference's
/// pipeline fails there unless it is told to truncate.
package struct NativeTextClassification: NativePipeline {
    package static let task = TextClassification.name
    package static let summary = TextClassification.summary
    package static let inputs =
        "\(InputFiles.textInputs); {\"text\": ..., \"text_pair\": ...} for a pair"
    package static let options = TextClassification.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try TextClassification(options: options).decoding
    }

    package static func model(_ context: NativeContext) -> (any Model)? {
        guard let classifier = context.role as? any TextClassifying else { return nil }
        let topK = context.decoding["top_k"]?.integer ?? .max
        let scoring = scoring(context.decoding) ?? classifier.scoring
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                try classifier.front.encode(
                    try question.request.requireText(),
                    pair: question.request.pair
                )
            },
            answer: { (texts: [Encoding]) in
                try classifier.logits(for: texts).map { logits in
                    try logits.requireFinite()
                    let scores = scoring.scores(logits, labels: classifier.labels)
                    return .labels(Array(scores.prefix(topK)))
                }
            }
        )
    }

    private static func scoring(_ decoding: [String: JSONValue]) -> LabelScoring? {
        switch decoding["function_to_apply"]?.string {
        case "softmax": .softmax
        case "sigmoid": .sigmoid
        case "none": LabelScoring.none
        default: nil
        }
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try files.texts(inputs).map { input in
            guard input.hasPrefix("{"), let object = try? JSONValue(parsing: input),
                let text = object["text"]
            else { return ModelRequest(task: task, text: input) }
            let pair = object["text_pair"] ?? .null
            guard let text = text.string, pair == .null || pair.string != nil else {
                throw PredictionFailure(
                    "cannot use '\(input.prefix(80))': expected strings for text and text_pair"
                )
            }
            return ModelRequest(task: task, text: text, pair: pair.string)
        }
    }
}

extension ModelRequest {
    /// The request's text.
    ///
    /// - Throws: ``PredictionFailure`` if it has none.
    func requireText() throws(PredictionFailure) -> String {
        guard let text else { throw PredictionFailure("the request has no text") }
        return text
    }
}
