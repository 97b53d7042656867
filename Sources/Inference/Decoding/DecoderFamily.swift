import Checkpoints
package import Domain
package import Kernels
package import Layers
package import Tensors

/// A model family that is a ``CausalDecoder``: it says how one is built of a checkpoint, and has the
/// role and the recorded calls from here.
package protocol DecoderFamily: ModelArchitecture, CausalLanguageModel {
    var decoder: CausalDecoder { get }
    var text: TextSettings { get }
}

extension DecoderFamily {
    package static var companionFiles: [String] { [] }
    package var vocabulary: (any TextVocabulary)? { text.vocabulary }
    package func requireVocabulary() throws -> any TextVocabulary { try text.requireVocabulary() }
    package var generation: GenerationSettings { text.generation }
    package var pipelineGeneration: GenerationSettings { text.pipeline }
    package var tokenCount: Int { decoder.tokens.count }
    package var stateWidth: Int { decoder.tokens.width }
    package var contextLength: Int { decoder.contextLength }
    package var cacheShape: KVCache.Shape { decoder.cacheShape }

    package func states(_ segments: [TokenSegment]) throws(InferenceError) -> Matrix {
        try decoder.states(segments, workers: workers)
    }

    package func logits(_ states: Strided, into result: Strided) {
        decoder.logits(states, into: result, workers: workers)
    }

    /// Runs `input_ids`, and `attention_mask` if there is one, `[B, T]` each.
    package func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws {
        let known = ["output_attentions", "output_hidden_states", "use_cache"]
        for name in options.keys.sorted() where !known.contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        for name in inputs.keys.sorted() where !["input_ids", "attention_mask"].contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        guard let ids = inputs["input_ids"] else {
            throw InferenceError.missingInput(name: "input_ids")
        }
        guard ids.shape.rank == 2 else {
            throw InferenceError.inputShape(name: "input_ids", expected: "[B, T]", found: ids.shape)
        }
        let rows: PaddedRows
        if let mask = inputs["attention_mask"] {
            guard mask.shape == ids.shape else {
                throw InferenceError.inputShape(
                    name: "attention_mask",
                    expected: ids.shape.description,
                    found: mask.shape
                )
            }
            rows = PaddedRows(mask: mask)
        } else {
            rows = PaddedRows(batch: ids.shape[0], length: ids.shape[1])
        }
        let packed = rows.pack(ids)
        let segments = (0..<rows.sequences.count).map {
            TokenSegment(Array(packed[rows.sequences[$0]]))
        }
        let states = try decoder.states(
            segments,
            tracing: TransformerEncoder.Tracing(trace, rows),
            workers: workers
        )
        let logits = Matrix(rows: states.rows, columns: tokenCount)
        self.logits(states.strided, into: logits.strided)
        trace.record("logits", rows.tensor(logits))
        withExtendedLifetime(states) {}
    }
}
