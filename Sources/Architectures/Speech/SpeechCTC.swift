import Checkpoints
import Domain
import Foundation
import Inference
import Kernels
import Layers
import Preprocessing
import Tensors
import Tokenization

/// What wav2vec 2.0 and HuBERT share: convolutions over a waveform, a transformer over their frames, and a
/// classifier of each frame's token (connectionist temporal classification).
///
/// A batch is heard recording by recording, without padding. The reference pads; where it does so
/// without an attention mask (group-normalised models), its answers depend on the padding, and
/// Assay's do not. Recorded calls (``run(inputs:options:trace:)``) are given the reference's padded
/// tensors and do with them what it does.
///
/// Source: Baevski et al. 2020, Hsu et al. 2021; transformers 4.49, `modeling_wav2vec2.py` and
/// `modeling_hubert.py`, which compute the same.
struct SpeechCTC: Sendable {
    private let configuration: SpeechConfiguration
    private let features: SpeechFeatureEncoder
    private let projectionNorm: LayerNorm?
    private let projection: Linear
    private let positions: PositionalConvolution
    private let norm: LayerNorm
    private let encoder: TransformerEncoder
    private let head: Linear
    private let preprocessor: AudioPreprocessor?
    private let vocabulary: CTCVocabulary?
    private let folder: String
    private let workers: Workers

    /// The files beside `config.json` and the weights that transcripts need.
    static let companionFiles = ["preprocessor_config.json", "vocab.json"]

    /// Builds the model of the weights under `scope`, and `lm_head` beside it.
    init(_ source: ModelSource, _ scope: WeightScope) throws {
        let c = try SpeechConfiguration(source.configuration)
        configuration = c
        features = try SpeechFeatureEncoder(scope["feature_extractor"], c)
        let channels = c.convolutions.last?.outputs ?? 0
        projectionNorm =
            c.projectionIsNormalized
            ? try LayerNorm(
                scope["feature_projection"]["layer_norm"],
                size: channels,
                epsilon: c.epsilon
            ) : nil
        projection = try Linear(
            scope["feature_projection"]["projection"],
            inputs: channels,
            outputs: c.hidden
        )
        let inner = scope["encoder"]
        positions = try PositionalConvolution(
            inner["pos_conv_embed"]["conv"],
            width: c.hidden,
            kernel: c.positionKernel,
            groups: c.positionGroups,
            activation: c.convolutionActivation
        )
        norm = try LayerNorm(inner["layer_norm"], size: c.hidden, epsilon: c.epsilon)
        encoder = TransformerEncoder(
            try (0..<c.layers).map { try Self.block(inner["layers"][$0], c) }
        )
        head = try Linear(source.weights["lm_head"], inputs: c.hidden, outputs: c.vocabulary)
        // Stands in for masked frames in training; models that never masked lack it.
        if scope.has("masked_spec_embed") { _ = try scope.tensor("masked_spec_embed", [c.hidden]) }
        preprocessor = try source.file("preprocessor_config.json")
            .map { json throws(CheckpointError) in try AudioPreprocessor(json) }
        vocabulary =
            FileManager.default.fileExists(atPath: source.folder + "/vocab.json")
            ? try CTCVocabulary(folder: source.folder, count: c.vocabulary) : nil
        folder = source.folder
        workers = source.workers
    }

    private static func block(
        _ scope: WeightScope,
        _ c: SpeechConfiguration
    ) throws(CheckpointError) -> TransformerBlock {
        let attention = scope["attention"], mlp = scope["feed_forward"]
        return TransformerBlock(
            order: c.normalizesFirst ? .normFirst : .normLast,
            heads: c.heads,
            attentionNorm: try LayerNorm(scope["layer_norm"], size: c.hidden, epsilon: c.epsilon),
            queryKeyValue: try Linear(
                fusing: [attention["q_proj"], attention["k_proj"], attention["v_proj"]],
                inputs: c.hidden,
                outputs: c.hidden,
                hasBias: true
            ),
            output: try Linear(attention["out_proj"], inputs: c.hidden, outputs: c.hidden),
            mlpNorm: try LayerNorm(
                scope["final_layer_norm"],
                size: c.hidden,
                epsilon: c.epsilon
            ),
            up: try Linear(
                mlp["intermediate_dense"],
                inputs: c.hidden,
                outputs: c.intermediate
            ),
            activation: c.activation,
            down: try Linear(mlp["output_dense"], inputs: c.intermediate, outputs: c.hidden)
        )
    }

    // MARK: - Hearing

    /// What the model takes and gives.
    ///
    /// - Throws: ``InferenceError/noPreprocessor(folder:)`` or ``CTCVocabularyError/missing(file:)``.
    func hearing() throws -> SpeechHearing {
        guard let preprocessor else { throw InferenceError.noPreprocessor(folder: folder) }
        guard let vocabulary else {
            throw CTCVocabularyError.missing(file: folder + "/vocab.json")
        }
        return SpeechHearing(
            vocabulary: vocabulary,
            preprocessor: preprocessor,
            samplesPerFrame: configuration.samplesPerFrame
        )
    }

    /// The logits of pieces, each heard by itself; see ``SpeechTranscribing``.
    func logits(for pieces: [ArraySlice<Float>]) throws -> [[Float]] {
        let preprocessor = try hearing().preprocessor
        let results = pieces.map {
            Matrix(rows: configuration.frames($0.count), columns: configuration.vocabulary)
        }
        workers.batch(pieces.count, limit: 1) { range, workers in
            for index in range where results[index].rows > 0 {
                let values = preprocessor.inputValues(pieces[index])
                let signal = Matrix(rows: values.count, columns: 1)
                signal.strided.pointer.update(from: values, count: values.count)
                forward(signal, into: results[index], visible: nil, trace: nil, workers: workers)
            }
        }
        return results.map { result in (0..<result.rows).flatMap { result.row($0) } }
    }

    // MARK: - Recorded calls

    /// Runs the reference's padded tensors, a recording after the other.
    func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws {
        let known = ["output_attentions", "output_hidden_states"]
        for name in options.keys.sorted() where !known.contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        for name in inputs.keys.sorted() where !["input_values", "attention_mask"].contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        guard let values = inputs["input_values"] else {
            throw InferenceError.missingInput(name: "input_values")
        }
        let lengths = try lengths(values, mask: inputs["attention_mask"])
        let frames = configuration.frames(values.shape[1])
        var traces: [TensorTrace] = []
        for (index, length) in lengths.enumerated() {
            let own = TensorTrace()
            let signal = Matrix(rows: values.shape[1], columns: 1)
            signal.strided.pointer.update(
                from: values.buffer.pointer + index * signal.rows,
                count: signal.rows
            )
            let logits = Matrix(rows: frames, columns: configuration.vocabulary)
            let visible = configuration.frames(length)
            forward(
                signal,
                into: logits,
                visible: visible < frames ? visible : nil,
                trace: own,
                workers: workers
            )
            own.record("logits", logits.tensor([1, frames, logits.columns]))
            traces.append(own)
        }
        for (name, _) in traces.first?.tensors ?? [] {
            let parts = traces.compactMap { $0[name] }
            if parts.count == traces.count { trace.record(name, Self.stacked(parts)) }
        }
    }

    /// How many samples of each row are real, checked.
    private func lengths(_ values: Tensor, mask: Tensor?) throws -> [Int] {
        let least = configuration.samplesOfAFrame
        guard values.shape.rank == 2, values.shape[0] > 0, values.shape[1] >= least else {
            throw InferenceError.inputShape(
                name: "input_values",
                expected: "[B, S], S at least \(least)",
                found: values.shape
            )
        }
        guard let mask else {
            return Array(repeating: values.shape[1], count: values.shape[0])
        }
        guard mask.shape == values.shape else {
            throw InferenceError.inputShape(
                name: "attention_mask",
                expected: "\(values.shape), as input_values has",
                found: mask.shape
            )
        }
        let lengths = PaddedRows(mask: mask).sequences.lengths
        guard lengths.allSatisfy({ $0 >= least }) else {
            throw InferenceError.inputShape(
                name: "attention_mask",
                expected: "\(least) real samples or more in each row",
                found: mask.shape
            )
        }
        return lengths
    }

    /// `[1, ...]` each → `[B, ...]`.
    private static func stacked(_ parts: [Tensor]) -> Tensor {
        let shape = Shape([parts.count] + parts[0].shape.dimensions.dropFirst())
        return Tensor(shape, parts.flatMap(\.values))
    }

    // MARK: - One recording

    /// `[S, 1]` → `[T, V]`.
    ///
    /// - Parameters:
    ///   - signal: Normalised samples.
    ///   - logits: Where the result goes.
    ///   - visible: If given, frames from here on are padding: zeros that are heard but not attended to.
    ///   - trace: Told of tensors on the way, `[1, T, ...]`.
    ///   - workers: The threads that may share the work.
    private func forward(
        _ signal: Matrix,
        into logits: Matrix,
        visible: Int?,
        trace: TensorTrace?,
        workers: Workers
    ) {
        let c = configuration
        let frames = logits.rows
        func record(_ name: String, _ matrix: Matrix) {
            trace?.record(name, matrix.tensor([1, frames, matrix.columns]))
        }
        let projected = project(features(signal.strided, workers: workers), record, workers)
        if let visible {
            (projected.strided.pointer + visible * c.hidden)
                .update(repeating: 0, count: (frames - visible) * c.hidden)
        }
        let hidden = Matrix(rows: frames, columns: c.hidden)
        positions(projected.strided, into: hidden.strided, workers: workers)
        record("positioned", hidden)
        if !c.normalizesFirst { norm(hidden.strided, into: hidden.strided, workers: workers) }

        let inner = trace.map { _ in TensorTrace() }
        encoder(
            hidden,
            sequences: Sequences(lengths: [frames]),
            visible: visible.map { [$0] },
            tracing: inner.map { .init($0, PaddedRows(batch: 1, length: frames)) },
            workers: workers
        )
        if c.normalizesFirst { norm(hidden.strided, into: hidden.strided, workers: workers) }
        for (name, tensor) in inner?.tensors ?? [] where name != "hidden_states.\(c.layers)" {
            trace?.record(name, tensor)
        }
        // The reference's last hidden state is normalised, whichever order the blocks have.
        record("hidden_states.\(c.layers)", hidden)
        head(hidden.strided, into: logits.strided, workers: workers)
        withExtendedLifetime((signal, hidden)) {}
    }

    /// Features `[T, C]` → `[T, D]`.
    private func project(
        _ features: Matrix,
        _ record: (String, Matrix) -> Void,
        _ workers: Workers
    ) -> Matrix {
        record("conv_features", features)
        let result = Matrix(rows: features.rows, columns: configuration.hidden)
        projectionNorm?(features.strided, into: features.strided, workers: workers)
        projection(features.strided, into: result.strided, workers: workers)
        record("feature_projection", result)
        withExtendedLifetime(features) {}
        return result
    }
}
