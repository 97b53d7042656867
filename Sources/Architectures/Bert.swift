import Checkpoints
import Inference
import Kernels
import Layers

// BERT (Devlin et al. 2019).
//
// Reference: transformers 4.49, `modeling_bert.py`.
// Checked by: Tests/Fixtures/models/bert.

/// A text encoder that adds words, positions and segments.
struct Bert: EncoderFamily {
    static let modelTypes = ["bert"]
    static let classNames = [
        "BertModel", "BertForSequenceClassification", "BertForTokenClassification",
        "BertForQuestionAnswering", "BertForMaskedLM", "BertForPreTraining",
    ]
    static let weightNames = WeightNames(
        basePrefix: "bert",
        leftOver: [
            "*.embeddings.position_ids", "*.pooler.*", "cls.seq_relationship.*",
            "cls.predictions.decoder.*",
        ]
    )

    let model: EncoderModel

    init(_ source: ModelSource) throws {
        let c = try EncoderConfiguration(source.configuration, EncoderConfiguration.Keys())
        let top = source.weights
        let bert = top["bert"]
        let body = try EncoderBody(bert: bert, c)
        let head: EncoderHead
        switch source.className(among: Self.classNames) {
        case "BertForSequenceClassification":
            head = .text(
                try FirstTokenLayer(bert["pooler"]["dense"], width: c.hidden, .tanh),
                try Linear(top["classifier"], inputs: c.hidden, outputs: c.labels.count)
            )
        case "BertForTokenClassification":
            head = .tokens(
                try Linear(top["classifier"], inputs: c.hidden, outputs: c.labels.count)
            )
        case "BertForQuestionAnswering":
            head = .spans(try Linear(top["qa_outputs"], inputs: c.hidden, outputs: 2))
        case "BertForMaskedLM", "BertForPreTraining":
            let predictions = top["cls"]["predictions"]
            head = .vocabulary(
                try VocabularyHead(
                    transform: predictions["transform"]["dense"],
                    activation: c.activation,
                    norm: predictions["transform"]["LayerNorm"],
                    epsilon: c.epsilon,
                    decoder: predictions["decoder"],
                    bias: (predictions, "bias"),
                    words: body.words,
                    c
                )
            )
        default:
            head = .none(
                pooler: bert["pooler"]["dense"].has("weight")
                    ? try FirstTokenLayer(bert["pooler"]["dense"], width: c.hidden, .tanh) : nil
            )
        }
        model = try EncoderModel(source, c, body: body, head: head)
    }
}
