import Checkpoints
import Domain
import Foundation
import Inference
import Kernels
import Layers
import Media
import Preprocessing
import Synchronization
import Tensors
import Tokenization

// CLIP (Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision").
//
// Reference: transformers 4.49, `modeling_clip.py`, CLIPModel.
// Checked by: Tests/Fixtures/models/clip.

/// Two transformers that give a picture and a text vectors of one space.
struct CLIP: ModelArchitecture, ImageTextMatching, ImageEmbedding {
    static let modelTypes = ["clip"]
    static let classNames = ["CLIPModel"]
    static let companionFiles = ["preprocessor_config.json"]
    /// Buffers that checkpoints before version 4.31 hold.
    static let weightNames = WeightNames(leftOver: ["*.embeddings.position_ids"])

    let logitScale: Float
    private let text: CLIPTextTower
    private let vision: CLIPVisionTower
    private let preprocessor: ImagePreprocessor?
    private let front: TextFront
    private let folder: String
    private let workers: Workers

    init(_ source: ModelSource) throws {
        let configuration = try CLIPConfiguration(source.configuration)
        let width = configuration.projection
        text = try CLIPTextTower(source.weights, configuration.text, projection: width)
        vision = try CLIPVisionTower(source.weights, configuration.vision, projection: width)
        logitScale = exp(try source.weights.tensor("logit_scale", []).values[0])
        preprocessor = try source.file("preprocessor_config.json")
            .map { json throws(CheckpointError) in try ImagePreprocessor(json) }
        front = TextFront(folder: source.folder, limit: configuration.text.positions)
        folder = source.folder
        workers = source.workers
        try checkPreprocessor()
    }

    /// A fixed picture size is a promise of the position embeddings, so it is checked at once.
    private func checkPreprocessor() throws {
        guard let preprocessor else { return }
        let size = preprocessor.outputSize, side = vision.configuration.image
        guard size?.width == side, size?.height == side else {
            throw InferenceError.preprocessorSize(
                expected: "\(side) x \(side) pixels",
                found: size.map { "\($0.width) x \($0.height) pixels" } ?? "any size",
                folder: folder
            )
        }
    }

    // MARK: - Roles

    func embeddings(of images: [PixelImage]) throws -> [[Float]] {
        guard let preprocessor else { throw InferenceError.noPreprocessor(folder: folder) }
        for image in images { try preprocessor.check(image) }
        let side = vision.configuration.image
        let result = Matrix(rows: images.count, columns: vision.width)
        // Some 256 rows at a time: long enough for the products, short enough for the caches.
        workers.batch(images.count, limit: max(1, 256 / vision.configuration.tokens)) {
            range,
            workers in
            let size = 3 * side * side
            let pixels = Tensor([range.count, 3, side, side]) { target in
                for (offset, image) in images[range].enumerated() {
                    let part = target[offset * size..<(offset + 1) * size]
                    // What is refused was refused above.
                    guard let shaped = try? preprocessor.shaped(image) else { continue }
                    preprocessor.fill(UnsafeMutableBufferPointer(rebasing: part), from: shaped)
                }
            }
            let embedded = vision(pixels, workers: workers)
            result.strided.rows(range).pointer
                .update(from: embedded.strided.pointer, count: range.count * vision.width)
            withExtendedLifetime(embedded) {}
        }
        return (0..<images.count).map { Self.unit(result.row($0)) }
    }

    func embeddings(of texts: [String]) throws -> [[Float]] {
        try embeddings(ofTokens: tokens(of: texts))
    }

    func embeddings(ofTokens ids: [[Int]]) throws -> [[Float]] {
        for own in ids { try check(own) }
        // Texts lie one after the other, some 512 tokens at a time, without padding.
        var groups: [Range<Int>] = []
        var start = 0, rows = 0
        for (index, own) in ids.enumerated() {
            if rows + own.count > 512, index > start {
                groups.append(start..<index)
                (start, rows) = (index, 0)
            }
            rows += own.count
        }
        if start < ids.count { groups.append(start..<ids.count) }
        let result = Matrix(rows: ids.count, columns: text.width)
        workers.batch(groups.count, limit: 1) { [groups] part, workers in
            for group in groups[part] {
                let own = ids[group]
                let embedded = text(
                    own.flatMap { $0 },
                    places: own.flatMap { Array($0.indices) },
                    sequences: Sequences(lengths: own.map(\.count)),
                    workers: workers
                )
                result.strided.rows(group).pointer
                    .update(from: embedded.strided.pointer, count: group.count * text.width)
                withExtendedLifetime(embedded) {}
            }
        }
        return (0..<ids.count).map { Self.unit(result.row($0)) }
    }

    /// The tokens of each text, on all threads: for many short texts this is a good part of the work.
    private func tokens(of texts: [String]) throws -> [[Int]] {
        let found = Mutex([Result<[Int], any Error>?](repeating: nil, count: texts.count))
        let workers = texts.count < 32 ? .single : workers
        workers.divide(texts.count) { range in
            let own = range.map { index in
                Result { try front.encode(texts[index]).ids }
            }
            found.withLock { found in
                for (index, result) in zip(range, own) { found[index] = result }
            }
        }
        return try found.withLock { $0 }.map { try $0?.get() ?? [] }
    }

    /// The vector over its length.
    private static func unit(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        return vector.map { Float(Double($0) / length) }
    }

    /// - Throws: ``InferenceError`` for tokens that there is no vector for, or too many.
    private func check(_ ids: [Int]) throws {
        let limit = text.configuration.positions
        guard ids.count <= limit else {
            throw InferenceError.contextLength(tokens: ids.count, limit: limit)
        }
        guard !ids.isEmpty else {
            throw InferenceError.inputShape(
                name: "input_ids",
                expected: "at least one token in each text",
                found: [0]
            )
        }
        let vocabulary = text.configuration.vocabulary
        if let id = ids.first(where: { !(0..<vocabulary).contains($0) }) {
            throw InferenceError.tokenOutOfRange(id: id, count: vocabulary)
        }
    }

    // MARK: - Recorded calls

    func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws {
        let known = ["output_attentions", "output_hidden_states", "return_dict"]
        for name in options.keys.sorted() where !known.contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        let texts = try inputs["input_ids"].map { ids in
            try embedTexts(ids, mask: inputs["attention_mask"], trace)
        }
        let pictures = try inputs["pixel_values"].map { try embedPictures($0, trace) }
        if texts == nil && pictures == nil {
            throw InferenceError.missingInput(name: "input_ids")
        }
        guard let texts, let pictures else { return }
        let products = texts.map { text in
            pictures.map { picture in logit(of: text, and: picture) }
        }
        trace.record(
            "logits_per_text",
            Tensor([texts.count, pictures.count], products.flatMap { $0 })
        )
        trace.record(
            "logits_per_image",
            Tensor(
                [pictures.count, texts.count],
                pictures.indices.flatMap { picture in products.map { $0[picture] } }
            )
        )
    }

    private func embedTexts(
        _ ids: Tensor,
        mask: Tensor?,
        _ trace: TensorTrace
    ) throws -> [[Float]] {
        let limit = text.configuration.positions
        guard ids.shape.rank == 2 else {
            throw InferenceError.inputShape(name: "input_ids", expected: "[B, T]", found: ids.shape)
        }
        guard ids.shape[1] <= limit else {
            throw InferenceError.contextLength(tokens: ids.shape[1], limit: limit)
        }
        guard mask.map({ $0.shape == ids.shape }) ?? true else {
            throw InferenceError.inputShape(
                name: "attention_mask",
                expected: "\(ids.shape)",
                found: mask?.shape ?? []
            )
        }
        let rows =
            mask.map(PaddedRows.init(mask:))
            ?? PaddedRows(batch: ids.shape[0], length: ids.shape[1])
        let packed = rows.pack(ids)
        for index in 0..<rows.batch { try check(Array(packed[rows.sequences[index]])) }
        let embedded = text(
            packed,
            places: rows.positions,
            sequences: rows.sequences,
            tracing: .init(trace, rows, prefix: "text_model_output."),
            workers: workers
        )
        return record(embedded, "text_embeds", trace)
    }

    private func embedPictures(_ pixels: Tensor, _ trace: TensorTrace) throws -> [[Float]] {
        let side = vision.configuration.image
        guard pixels.shape.rank == 4, pixels.shape.dimensions[1...] == [3, side, side] else {
            throw InferenceError.inputShape(
                name: "pixel_values",
                expected: "[B, 3, \(side), \(side)]",
                found: pixels.shape
            )
        }
        let rows = PaddedRows(batch: pixels.shape[0], length: vision.configuration.tokens)
        let embedded = vision(
            pixels,
            tracing: .init(trace, rows, prefix: "vision_model_output."),
            workers: workers
        )
        return record(embedded, "image_embeds", trace)
    }

    private func record(_ matrix: Matrix, _ name: String, _ trace: TensorTrace) -> [[Float]] {
        let units = (0..<matrix.rows).map { Self.unit(matrix.row($0)) }
        trace.record(name, Tensor([matrix.rows, matrix.columns], units.flatMap { $0 }))
        return units
    }
}
