import Checkpoints
import Kernels
import Layers
import Tensors

/// CLIP's text half: tokens in, one vector of each text out.
struct CLIPTextTower: Sendable {
    let configuration: CLIPTextConfiguration
    /// Numbers of an embedding.
    var width: Int { projection.outputs }
    private let tokens: Embedding
    private let positions: Embedding
    private let encoder: TransformerEncoder
    private let norm: LayerNorm
    private let projection: Linear

    /// - Parameters:
    ///   - weights: The top of the checkpoint's names.
    ///   - configuration: The half's.
    ///   - width: Numbers of an embedding.
    /// - Throws: ``CheckpointError`` for a tensor that is absent or of another shape.
    init(
        _ weights: WeightScope,
        _ configuration: CLIPTextConfiguration,
        projection width: Int
    ) throws(CheckpointError) {
        let c = configuration, scope = weights["text_model"], hidden = c.encoder.hidden
        let embeddings = scope["embeddings"]
        tokens = try Embedding(embeddings["token_embedding"], count: c.vocabulary, width: hidden)
        positions = try Embedding(
            embeddings["position_embedding"],
            count: c.positions,
            width: hidden
        )
        encoder = try TransformerEncoder(scope["encoder"]["layers"], c.encoder, mask: .causal)
        norm = try LayerNorm(scope["final_layer_norm"], size: hidden, epsilon: c.encoder.epsilon)
        projection = try Linear(
            weights["text_projection"],
            inputs: hidden,
            outputs: width,
            hasBias: false
        )
        self.configuration = configuration
    }

    /// The projected vector of each text.
    ///
    /// - Parameters:
    ///   - ids: The tokens of all texts, one text after the other; each in `0..<V`.
    ///   - places: The place of each token in its text, below the most that a text may have.
    ///   - sequences: Where the texts lie; none empty.
    ///   - tracing: Told of what is computed on the way.
    ///   - workers: The threads that may share the work.
    /// - Returns: `[texts, projection]`.
    func callAsFunction(
        _ ids: [Int],
        places: [Int],
        sequences: Sequences,
        tracing: TransformerEncoder.Tracing? = nil,
        workers: Workers
    ) -> Matrix {
        let hidden = Matrix(rows: ids.count, columns: configuration.encoder.hidden)
        tokens.look(up: ids, into: hidden.strided)
        positions.add(places, to: hidden.strided)
        let ends = (0..<sequences.count).map {
            configuration.pooling.place(in: ids[sequences[$0]])
        }
        encoder(
            hidden,
            sequences: sequences,
            outputs: ends,
            tracing: tracing,
            workers: workers
        )
        if let tracing, tracing.trace.wants(tracing.prefix + "last_hidden_state") {
            let normalized = Matrix(rows: hidden.rows, columns: hidden.columns)
            norm(hidden.strided, into: normalized.strided, workers: workers)
            tracing.trace.record(
                tracing.prefix + "last_hidden_state",
                tracing.rows.tensor(normalized)
            )
        }
        // Only the rows that are read are normalised and projected.
        let pooled = Matrix(rows: sequences.count, columns: hidden.columns)
        for index in 0..<sequences.count {
            let row = ends[index]
            pooled.strided.rows(index..<index + 1).pointer
                .update(from: hidden.strided.rows(row..<row + 1).pointer, count: hidden.columns)
        }
        norm(pooled.strided, into: pooled.strided, workers: .single)
        tracing?.trace.record(
            (tracing?.prefix ?? "") + "pooler_output",
            pooled.tensor([pooled.rows, pooled.columns])
        )
        let result = Matrix(rows: sequences.count, columns: projection.outputs)
        projection(pooled.strided, into: result.strided, workers: workers)
        withExtendedLifetime((hidden, pooled)) {}
        return result
    }
}

/// CLIP's picture half: pixels in, one vector of each picture out.
struct CLIPVisionTower: Sendable {
    let configuration: CLIPVisionConfiguration
    /// Numbers of an embedding.
    var width: Int { projection.outputs }
    private let patches: PatchProjection
    private let classToken: Tensor
    private let positions: Tensor
    private let normBefore: LayerNorm
    private let encoder: TransformerEncoder
    private let normAfter: LayerNorm
    private let projection: Linear

    /// - Parameters:
    ///   - weights: The top of the checkpoint's names.
    ///   - configuration: The half's.
    ///   - width: Numbers of an embedding.
    /// - Throws: ``CheckpointError`` for a tensor that is absent or of another shape.
    init(
        _ weights: WeightScope,
        _ configuration: CLIPVisionConfiguration,
        projection width: Int
    ) throws(CheckpointError) {
        let c = configuration, scope = weights["vision_model"], hidden = c.encoder.hidden
        let embeddings = scope["embeddings"]
        patches = try PatchProjection(
            embeddings["patch_embedding"],
            channels: c.channels,
            patchHeight: c.patch,
            patchWidth: c.patch,
            outputs: hidden,
            hasBias: false
        )
        classToken = try embeddings.tensor("class_embedding", [hidden])
        positions = try embeddings["position_embedding"].tensor("weight", [c.tokens, hidden])
        // Spelt so in every checkpoint.
        normBefore = try LayerNorm(scope["pre_layrnorm"], size: hidden, epsilon: c.encoder.epsilon)
        encoder = try TransformerEncoder(scope["encoder"]["layers"], c.encoder, mask: .none)
        normAfter = try LayerNorm(scope["post_layernorm"], size: hidden, epsilon: c.encoder.epsilon)
        projection = try Linear(
            weights["visual_projection"],
            inputs: hidden,
            outputs: width,
            hasBias: false
        )
        self.configuration = configuration
    }

    /// The projected vector of each picture: `[B, 3, size, size]` → `[B, projection]`.
    func callAsFunction(
        _ pixels: Tensor,
        tracing: TransformerEncoder.Tracing? = nil,
        workers: Workers
    ) -> Matrix {
        let hidden = patches(
            pixels,
            classToken: classToken,
            positions: positions,
            workers: workers
        )
        normBefore(hidden.strided, into: hidden.strided, workers: workers)
        let batch = pixels.shape[0], tokens = configuration.tokens
        encoder(
            hidden,
            sequences: Sequences(count: batch, length: tokens),
            outputs: (0..<batch).map { $0 * tokens },
            tracing: tracing,
            workers: workers
        )
        tracing?.trace.record(
            (tracing?.prefix ?? "") + "last_hidden_state",
            hidden.tensor([batch, tokens, hidden.columns])
        )
        // Only the class tokens are read: rows 0, T, 2T ...
        let classTokens = Strided(
            hidden.strided.pointer,
            rows: batch,
            columns: hidden.columns,
            stride: tokens * hidden.columns
        )
        let pooled = Matrix(rows: batch, columns: hidden.columns)
        normAfter(classTokens, into: pooled.strided, workers: .single)
        tracing?.trace.record(
            (tracing?.prefix ?? "") + "pooler_output",
            pooled.tensor([batch, pooled.columns])
        )
        let result = Matrix(rows: batch, columns: projection.outputs)
        projection(pooled.strided, into: result.strided, workers: workers)
        withExtendedLifetime((hidden, pooled)) {}
        return result
    }
}

extension TransformerEncoder {
    /// The blocks of either half: x + attention(norm(x)), then x + MLP(norm(x)).
    fileprivate init(
        _ scope: WeightScope,
        _ c: CLIPEncoderConfiguration,
        mask: AttentionMask
    ) throws(CheckpointError) {
        var blocks: [TransformerBlock] = []
        for layer in 0..<c.layers {
            let block = scope[layer], attention = block["self_attn"], mlp = block["mlp"]
            blocks.append(
                TransformerBlock(
                    order: .normFirst,
                    heads: c.heads,
                    mask: mask,
                    attentionNorm: try LayerNorm(
                        block["layer_norm1"],
                        size: c.hidden,
                        epsilon: c.epsilon
                    ),
                    queryKeyValue: try Linear(
                        fusing: [attention["q_proj"], attention["k_proj"], attention["v_proj"]],
                        inputs: c.hidden,
                        outputs: c.hidden,
                        hasBias: true
                    ),
                    output: try Linear(attention["out_proj"], inputs: c.hidden, outputs: c.hidden),
                    mlpNorm: try LayerNorm(
                        block["layer_norm2"],
                        size: c.hidden,
                        epsilon: c.epsilon
                    ),
                    up: try Linear(mlp["fc1"], inputs: c.hidden, outputs: c.intermediate),
                    activation: c.activation,
                    down: try Linear(mlp["fc2"], inputs: c.intermediate, outputs: c.hidden)
                )
            )
        }
        self.init(blocks)
    }
}
