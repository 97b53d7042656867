import Checkpoints
import Inference
import Kernels
import Layers

// DistilBERT (Sanh et al. 2019).
//
// Reference: transformers 4.49, `modeling_distilbert.py`. Sinusoidal positions are stored in the file like
// learnt ones.
// Checked by: Tests/Fixtures/models/distilbert.

/// BERT's body without segments and pooler, half as deep.
struct DistilBert: EncoderFamily {
    static let modelTypes = ["distilbert"]
    static let classNames = [
        "DistilBertModel", "DistilBertForSequenceClassification",
        "DistilBertForTokenClassification", "DistilBertForQuestionAnswering",
        "DistilBertForMaskedLM",
    ]
    static let weightNames = WeightNames(
        basePrefix: "distilbert",
        leftOver: ["*.embeddings.position_ids", "vocab_projector.weight"]
    )

    let model: EncoderModel

    init(_ source: ModelSource) throws {
        let c = try EncoderConfiguration(
            source.configuration,
            EncoderConfiguration.Keys(
                hidden: "dim",
                layers: "n_layers",
                heads: "n_heads",
                intermediate: "hidden_dim",
                activation: "activation",
                layersDefault: 6,
                epsilon: nil,
                segments: nil
            )
        )
        let top = source.weights
        let base = top["distilbert"]
        var blocks: [TransformerBlock] = []
        for layer in 0..<c.layers {
            blocks.append(try TransformerBlock(base["transformer"]["layer"][layer], c))
        }
        let body = try EncoderBody(embeddings: base["embeddings"], c, blocks: blocks)
        let head: EncoderHead
        switch source.className(among: Self.classNames) {
        case "DistilBertForSequenceClassification":
            head = .text(
                try FirstTokenLayer(top["pre_classifier"], width: c.hidden, .relu),
                try Linear(top["classifier"], inputs: c.hidden, outputs: c.labels.count)
            )
        case "DistilBertForTokenClassification":
            head = .tokens(
                try Linear(top["classifier"], inputs: c.hidden, outputs: c.labels.count)
            )
        case "DistilBertForQuestionAnswering":
            head = .spans(try Linear(top["qa_outputs"], inputs: c.hidden, outputs: 2))
        case "DistilBertForMaskedLM":
            head = .vocabulary(
                try VocabularyHead(
                    transform: top["vocab_transform"],
                    activation: c.activation,
                    norm: top["vocab_layer_norm"],
                    epsilon: c.epsilon,
                    decoder: top["vocab_projector"],
                    bias: (top["vocab_projector"], "bias"),
                    words: body.words,
                    c
                )
            )
        default: head = .none(pooler: nil)
        }
        model = try EncoderModel(source, c, body: body, head: head)
    }
}

extension TransformerBlock {
    fileprivate init(_ scope: WeightScope, _ c: EncoderConfiguration) throws(CheckpointError) {
        let attention = scope["attention"]
        self.init(
            order: .normLast,
            heads: c.heads,
            attentionNorm: try LayerNorm(
                scope["sa_layer_norm"],
                size: c.hidden,
                epsilon: c.epsilon
            ),
            queryKeyValue: try Linear(
                fusing: [attention["q_lin"], attention["k_lin"], attention["v_lin"]],
                inputs: c.hidden,
                outputs: c.hidden,
                hasBias: true
            ),
            output: try Linear(attention["out_lin"], inputs: c.hidden, outputs: c.hidden),
            mlpNorm: try LayerNorm(
                scope["output_layer_norm"],
                size: c.hidden,
                epsilon: c.epsilon
            ),
            up: try Linear(scope["ffn"]["lin1"], inputs: c.hidden, outputs: c.intermediate),
            activation: c.activation,
            down: try Linear(scope["ffn"]["lin2"], inputs: c.intermediate, outputs: c.hidden)
        )
    }
}
