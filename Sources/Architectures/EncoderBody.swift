import Checkpoints
import Inference
import Kernels
import Layers
import Tensors
import Tokenization

/// The tokens of texts one after the other, as an encoder looks them up.
struct TokenRows: Sendable {
    var sequences: Sequences
    /// Of the vocabulary.
    var ids: [Int]
    /// Of the table of positions.
    var positions: [Int]
    /// Of the table of segments.
    var segments: [Int]

    /// Some of a batch's texts.
    ///
    /// - Parameters:
    ///   - texts: The batch.
    ///   - indices: Which of them.
    ///   - padding: The id that RoBERTa counts positions from, whose texts are all of segment 0,
    ///     whatever the tokenizer says; nil if positions count from 0.
    init(_ texts: [Encoding], _ indices: [Int], countingFrom padding: Int?) {
        sequences = Sequences(lengths: indices.map { texts[$0].count })
        ids = indices.flatMap { texts[$0].ids }
        segments =
            padding == nil
            ? indices.flatMap { texts[$0].typeIDs } : Array(repeating: 0, count: ids.count)
        positions = indices.flatMap { index in
            padding.map { Self.positions(texts[index].ids, countingFrom: $0) }
                ?? Array(0..<texts[index].count)
        }
    }

    /// Takes tokens that were packed elsewhere.
    init(_ sequences: Sequences, ids: [Int], positions: [Int], segments: [Int]) {
        self.sequences = sequences
        self.ids = ids
        self.positions = positions
        self.segments = segments
    }

    /// RoBERTa's positions: the first token that is not padding has the one after the padding's id,
    /// and padding has that id.
    static func positions(_ ids: [Int], countingFrom padding: Int) -> [Int] {
        var place = padding
        return ids.map { id in
            if id == padding { return padding }
            place += 1
            return place
        }
    }
}

/// Words, positions and segments added up and normalised, then blocks with the normalisation last:
/// the body that BERT, RoBERTa and DistilBERT share.
///
/// Source: Devlin et al. 2019, section 3.
struct EncoderBody: Sendable {
    let words: Embedding
    private let positions: Embedding
    private let segments: Embedding?
    private let norm: LayerNorm
    private let encoder: TransformerEncoder

    /// Puts a body together of `embeddings.` and blocks.
    init(
        embeddings scope: WeightScope,
        _ c: EncoderConfiguration,
        blocks: [TransformerBlock]
    ) throws(CheckpointError) {
        words = try Embedding(scope["word_embeddings"], count: c.vocabulary, width: c.hidden)
        positions = try Embedding(
            scope["position_embeddings"],
            count: c.positions,
            width: c.hidden
        )
        segments =
            c.segments == 0
            ? nil
            : try Embedding(
                scope["token_type_embeddings"],
                count: c.segments,
                width: c.hidden
            )
        norm = try LayerNorm(scope["LayerNorm"], size: c.hidden, epsilon: c.epsilon)
        encoder = TransformerEncoder(blocks)
    }

    /// The body of BERT and RoBERTa, under `bert.` or `roberta.`, or without it.
    init(bert scope: WeightScope, _ c: EncoderConfiguration) throws(CheckpointError) {
        var blocks: [TransformerBlock] = []
        for layer in 0..<c.layers {
            blocks.append(try TransformerBlock(bert: scope["encoder"]["layer"][layer], c))
        }
        try self.init(embeddings: scope["embeddings"], c, blocks: blocks)
    }

    /// The last hidden states, a row for each token.
    func callAsFunction(
        _ rows: TokenRows,
        onlyFirst: Bool = false,
        tracing: TransformerEncoder.Tracing? = nil,
        workers: Workers
    ) -> Matrix {
        let hidden = Matrix(rows: rows.ids.count, columns: words.width)
        let all = hidden.strided
        words.look(up: rows.ids, into: all)
        segments?.add(rows.segments, to: all)
        positions.add(rows.positions, to: all)
        norm(all, into: all, workers: workers)
        encoder(
            hidden,
            sequences: rows.sequences,
            outputs: onlyFirst
                ? (0..<rows.sequences.count).map { rows.sequences[$0].lowerBound } : nil,
            tracing: tracing,
            workers: workers
        )
        return hidden
    }

    /// - Throws: ``InferenceError/outOfTable(input:found:count:)``.
    func check(_ rows: TokenRows) throws(InferenceError) {
        try Self.check("input_ids", rows.ids, words.count)
        try Self.check("position_ids", rows.positions, positions.count)
        if let segments { try Self.check("token_type_ids", rows.segments, segments.count) }
    }

    private static func check(
        _ name: String,
        _ values: [Int],
        _ count: Int
    ) throws(InferenceError) {
        guard let found = values.first(where: { !(0..<count).contains($0) }) else { return }
        throw .outOfTable(input: name, found: found, count: count)
    }
}

extension TransformerBlock {
    /// A block of BERT or RoBERTa.
    init(bert scope: WeightScope, _ c: EncoderConfiguration) throws(CheckpointError) {
        let attention = scope["attention"]
        let own = attention["self"]
        self.init(
            order: .normLast,
            heads: c.heads,
            attentionNorm: try LayerNorm(
                attention["output"]["LayerNorm"],
                size: c.hidden,
                epsilon: c.epsilon
            ),
            queryKeyValue: try Linear(
                fusing: [own["query"], own["key"], own["value"]],
                inputs: c.hidden,
                outputs: c.hidden,
                hasBias: true
            ),
            output: try Linear(attention["output"]["dense"], inputs: c.hidden, outputs: c.hidden),
            mlpNorm: try LayerNorm(
                scope["output"]["LayerNorm"],
                size: c.hidden,
                epsilon: c.epsilon
            ),
            up: try Linear(
                scope["intermediate"]["dense"],
                inputs: c.hidden,
                outputs: c.intermediate
            ),
            activation: c.activation,
            down: try Linear(scope["output"]["dense"], inputs: c.intermediate, outputs: c.hidden)
        )
    }
}
