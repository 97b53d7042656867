import Checkpoints
import Domain
import Inference
import Kernels
import Layers
import Media
import Preprocessing
import Tensors

// ViT (Dosovitskiy et al. 2021, "An Image is Worth 16x16 Words").
//
// Reference: transformers 4.49, `modeling_vit.py`, ViTForImageClassification.
// Checked by: Tests/Fixtures/models/vit.

/// A vision transformer with a classifier on its class token.
struct ViT: ModelArchitecture, ImageClassifying {
    static let modelTypes = ["vit"]
    static let classNames = ["ViTForImageClassification"]
    static let companionFiles = ["preprocessor_config.json"]
    /// The pooler of a checkpoint that was trained without a classifier.
    static let weightNames = WeightNames(leftOver: ["vit.pooler.dense.*"])

    let labels: [String]
    let scoring: LabelScoring
    private let configuration: ViTConfiguration
    private let embeddings: Embeddings
    private let encoder: TransformerEncoder
    private let norm: LayerNorm
    private let classifier: Linear
    private let preprocessor: ImagePreprocessor?
    private let folder: String
    private let workers: Workers

    init(_ source: ModelSource) throws {
        configuration = try ViTConfiguration(source.configuration)
        labels = configuration.labels
        scoring = configuration.scoring
        let vit = source.weights["vit"]
        embeddings = try Embeddings(vit["embeddings"], configuration)
        encoder = TransformerEncoder(
            try (0..<configuration.layers).map { [configuration] in
                try TransformerBlock(vit["encoder"]["layer"][$0], configuration)
            }
        )
        norm = try LayerNorm(
            vit["layernorm"],
            size: configuration.hidden,
            epsilon: configuration.epsilon
        )
        classifier = try Linear(
            source.weights["classifier"],
            inputs: configuration.hidden,
            outputs: configuration.labels.count
        )
        preprocessor = try source.file("preprocessor_config.json")
            .map { json throws(CheckpointError) in try ImagePreprocessor(json) }
        folder = source.folder
        workers = source.workers
        try checkPreprocessor()
    }

    /// A fixed picture size is a promise of the position embeddings, so it is checked at once.
    private func checkPreprocessor() throws {
        guard let preprocessor else { return }
        let size = preprocessor.outputSize
        guard size?.width == configuration.imageWidth, size?.height == configuration.imageHeight
        else {
            throw InferenceError.preprocessorSize(
                expected: "\(configuration.imageWidth) x \(configuration.imageHeight) pixels",
                found: size.map { "\($0.width) x \($0.height) pixels" } ?? "any size",
                folder: folder
            )
        }
    }

    func logits(for images: [PixelImage]) throws -> [[Float]] {
        guard let preprocessor else { throw InferenceError.noPreprocessor(folder: folder) }
        for image in images { try preprocessor.check(image) }
        let width = configuration.imageWidth, height = configuration.imageHeight
        let result = Matrix(rows: images.count, columns: labels.count)
        // Some 256 rows at a time: long enough for the products, short enough for the caches.
        let limit = max(1, 256 / embeddings.tokens)
        workers.batch(images.count, limit: limit) { range, workers in
            let size = 3 * width * height
            let pixels = Tensor([range.count, 3, height, width]) { target in
                for (offset, image) in images[range].enumerated() {
                    let part = target[offset * size..<(offset + 1) * size]
                    // What is refused was refused above.
                    guard let shaped = try? preprocessor.shaped(image) else { continue }
                    preprocessor.fill(UnsafeMutableBufferPointer(rebasing: part), from: shaped)
                }
            }
            forward(
                pixels,
                into: result.strided.rows(range),
                trace: nil,
                workers: workers
            )
        }
        return (0..<images.count).map(result.row)
    }

    func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws {
        let known = ["interpolate_pos_encoding", "output_attentions", "output_hidden_states"]
        for name in options.keys.sorted() where !known.contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        guard let pixels = inputs["pixel_values"] else {
            throw InferenceError.missingInput(name: "pixel_values")
        }
        let interpolates = options["interpolate_pos_encoding"]?.bool ?? false
        try configuration.check(pixels.shape, interpolates: interpolates)
        let logits = Matrix(rows: pixels.shape[0], columns: labels.count)
        forward(pixels, into: logits.strided, trace: trace, workers: workers)
        trace.record("logits", logits.tensor([logits.rows, logits.columns]))
    }

    /// `[B, C, height, width]` → `[B, labels]`.
    private func forward(
        _ pixels: Tensor,
        into logits: Strided,
        trace: TensorTrace?,
        workers: Workers
    ) {
        let batch = pixels.shape[0]
        let hidden = embeddings(pixels, workers: workers)
        let tokens = hidden.rows / max(batch, 1)
        let rows = PaddedRows(batch: batch, length: tokens)
        encoder(
            hidden,
            sequences: rows.sequences,
            outputs: (0..<batch).map { $0 * tokens },
            tracing: trace.map { TransformerEncoder.Tracing($0, rows) },
            workers: workers
        )
        let all = hidden.strided
        if let trace, trace.wants("last_hidden_state") {
            let normalized = Matrix(rows: hidden.rows, columns: hidden.columns)
            norm(all, into: normalized.strided, workers: workers)
            trace.record("last_hidden_state", rows.tensor(normalized))
        }
        // Only the class tokens are classified: rows 0, T, 2T ...
        let stride = tokens * all.columns
        let classTokens = Strided(all.pointer, rows: batch, columns: all.columns, stride: stride)
        norm(classTokens, into: classTokens, workers: .single)
        classifier(classTokens, into: logits, workers: .single)
        withExtendedLifetime(hidden) {}
    }
}

// MARK: - Embeddings

/// Patches through a convolution without overlap, the class token before them, plus positions.
private struct Embeddings: Sendable {
    private let configuration: ViTConfiguration
    private let projection: PatchProjection
    private let classToken: Tensor
    private let positions: Tensor

    init(_ scope: WeightScope, _ configuration: ViTConfiguration) throws(CheckpointError) {
        let c = configuration
        projection = try PatchProjection(
            scope["patch_embeddings"]["projection"],
            channels: c.channels,
            patchHeight: c.patchHeight,
            patchWidth: c.patchWidth,
            outputs: c.hidden
        )
        classToken = try scope.tensor("cls_token", [1, 1, c.hidden])
        positions = try scope.tensor("position_embeddings", [1, 1 + c.rows * c.columns, c.hidden])
        self.configuration = configuration
    }

    /// T for a picture of the configured size.
    var tokens: Int { 1 + configuration.rows * configuration.columns }

    /// `[B, C, height, width]` → `[B * T, D]`.
    func callAsFunction(_ pixels: Tensor, workers: Workers) -> Matrix {
        projection(
            pixels,
            classToken: classToken,
            positions: positions(
                rows: pixels.shape[2] / configuration.patchHeight,
                columns: pixels.shape[3] / configuration.patchWidth
            ),
            workers: workers
        )
    }

    /// `[1 + rows * columns, D]`: the learnt positions, resized if the grid is another.
    private func positions(rows: Int, columns: Int) -> Tensor {
        let c = configuration
        if rows == c.rows && columns == c.columns {
            return positions.reshaped([tokens, c.hidden])
        }
        let values = positions.values
        let grid = BicubicGrid.resize(
            Tensor([c.rows, c.columns, c.hidden], Array(values[c.hidden...])),
            height: rows,
            width: columns
        )
        return Tensor([1 + rows * columns, c.hidden], values[..<c.hidden] + grid.values)
    }
}

// MARK: - Block

extension TransformerBlock {
    /// x + attention(norm(x)), then x + MLP(norm(x)).
    fileprivate init(_ scope: WeightScope, _ c: ViTConfiguration) throws(CheckpointError) {
        let attention = scope["attention"]["attention"]
        self.init(
            order: .normFirst,
            heads: c.heads,
            attentionNorm: try LayerNorm(
                scope["layernorm_before"],
                size: c.hidden,
                epsilon: c.epsilon
            ),
            queryKeyValue: try Linear(
                fusing: [attention["query"], attention["key"], attention["value"]],
                inputs: c.hidden,
                outputs: c.hidden,
                hasBias: c.hasQueryKeyValueBias
            ),
            output: try Linear(
                scope["attention"]["output"]["dense"],
                inputs: c.hidden,
                outputs: c.hidden
            ),
            mlpNorm: try LayerNorm(scope["layernorm_after"], size: c.hidden, epsilon: c.epsilon),
            up: try Linear(
                scope["intermediate"]["dense"],
                inputs: c.hidden,
                outputs: c.intermediate
            ),
            activation: c.activation,
            down: try Linear(
                scope["output"]["dense"],
                inputs: c.intermediate,
                outputs: c.hidden
            )
        )
    }
}
