package import Domain
import Inference
import Tensors
import Tokenization

/// The feature-extraction pipeline: vectors of texts.
///
/// A checkpoint of sentence-transformers (with `modules.json`) gives one vector for a text, as that
/// library does; any other a vector for each token, as the reference's pipeline does, unless a pooling
/// is asked for. What is longer than the model takes is cut.
package struct NativeFeatureExtraction: NativePipeline {
    package static let task = "feature-extraction"
    package static let summary = "Turns texts into vectors."
    package static let inputs = InputFiles.textInputs
    package static let options = [
        KnownOption(
            "pooling",
            "How the vectors of tokens become one: \(words.joined(separator: ", ")), or tokens for "
                + "none; as the checkpoint says."
        )
    ]

    private static let words = TextPooling.Mode.allCases.map(\.rawValue)

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        let pooling = try options.choice("pooling", of: words + ["tokens"])
        return pooling.map { ["pooling": .string($0)] } ?? [:]
    }

    package static func model(_ context: NativeContext) -> (any Model)? {
        guard let embedder = context.role as? any TextEmbedding else { return nil }
        let word = context.decoding["pooling"]?.string
        let pooling = word.flatMap(TextPooling.Mode.init).map { TextPooling([$0]) }
        let isPooled = pooling != nil || word == nil && embedder.embedsSentences
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                try embedder.encode(sentence: try question.request.requireText())
            },
            answer: { (texts: [Encoding]) in
                if isPooled {
                    return try embedder.embeddings(for: texts, pooling: pooling).map {
                        try $0.requireFinite()
                        return .embedding($0)
                    }
                }
                return try embedder.tokenStates(for: texts).map { states in
                    try states.values.requireFinite()
                    return .tokenEmbeddings(states.rows)
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try files.texts(inputs).map { ModelRequest(task: task, text: $0) }
    }
}

extension Tensor {
    /// The rows of `[rows, columns]`.
    var rows: [[Float]] {
        let values = values
        return (0..<shape[0]).map { Array(values[$0 * shape[1]..<($0 + 1) * shape[1]]) }
    }
}
