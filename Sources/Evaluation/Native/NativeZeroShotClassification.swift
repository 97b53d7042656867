package import Domain
import Inference
import Storage
import Tokenization

/// The zero-shot-classification pipeline: each class is put into a sentence, and a model of
/// natural-language inference says how far the text implies it.
///
/// A text that is too long is cut; the sentence with the class never is.
///
/// Source: transformers 4.49, `pipelines/zero_shot_classification.py`; Yin et al. 2019.
package struct NativeZeroShotClassification: NativePipeline {
    package static let task = ZeroShotClassification.name
    package static let summary = ZeroShotClassification.summary
    package static let inputs = InputFiles.textInputs
    package static let options = ZeroShotClassification.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try CandidateLabels.required(ZeroShotClassification(options: options).decoding, options)
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let classifier = context.role as? any TextClassifying else { return nil }
        guard let inference = classifier.inference else {
            throw PredictionFailure(
                "the model is not one of natural-language inference: none of its labels "
                    + "\(classifier.labels.joined(separator: ", ")) begins with 'entail'"
            )
        }
        let named = CandidateLabels.read(context.decoding)
        let labels = named.map(\.label)
        let isMultiLabel = context.decoding["multi_label"]?.bool ?? false
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                let text = try question.request.requireText()
                return try named.map {
                    try classifier.front.encode(text, pair: $0.sentence, cutting: .onlyFirst)
                }
            },
            answer: { (texts: [[Encoding]]) in
                let logits = try classifier.logits(for: texts.flatMap { $0 })
                for row in logits { try row.requireFinite() }
                return texts.indices.map { index in
                    let own = logits[index * labels.count..<(index + 1) * labels.count]
                    let scores = scores(Array(own), inference, isMultiLabel: isMultiLabel)
                    return .labels(ranked(labels, scores))
                }
            }
        )
    }

    /// Softmax of entailment over the classes, or for each class of entailment against contradiction
    /// if several may apply or there is one.
    private static func scores(
        _ logits: [[Float]],
        _ inference: NaturalLanguageInference,
        isMultiLabel: Bool
    ) -> [Double] {
        let entailments = logits.map { $0[inference.entailment] }
        guard isMultiLabel || logits.count == 1 else {
            return LabelScoring.softmax.values(entailments)
        }
        return logits.map { row in
            LabelScoring.softmax.values([
                row[inference.contradiction], row[inference.entailment],
            ])[1]
        }
    }

    private static func ranked(_ labels: [String], _ scores: [Double]) -> [ScoredLabel] {
        labels.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
            .map { ScoredLabel(label: labels[$0], score: scores[$0]) }
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try files.texts(inputs).map { ModelRequest(task: task, text: $0) }
    }

    package static func json(_ output: ModelOutput, to request: ModelRequest) -> JSONValue {
        guard case .labels(let labels) = output else { return output.json }
        return .object([
            "sequence": .string(request.text ?? ""),
            "labels": .array(labels.map { .string($0.label) }),
            "scores": .array(labels.map { .number($0.score) }),
        ])
    }
}
