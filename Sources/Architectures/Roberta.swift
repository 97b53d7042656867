import Checkpoints
import Inference
import Kernels
import Layers

// RoBERTa (Liu et al. 2019) and XLM-RoBERTa (Conneau et al. 2020), which differ in their tokenizers.
//
// Reference: transformers 4.49, `modeling_roberta.py`, `modeling_xlm_roberta.py`; but `lm_head.bias` is
// used where the file lacks `lm_head.decoder.bias`, which that version sets to 0 when it reads the file.
// Checked by: Tests/Fixtures/models/roberta, Tests/Fixtures/models/xlm-roberta.

/// BERT's body with positions counted from the padding's id, and heads of its own.
struct Roberta: EncoderFamily {
    static let modelTypes = ["roberta", "xlm-roberta"]
    static let classNames = ["Roberta", "XLMRoberta"].flatMap { family in
        [
            "Model", "ForSequenceClassification", "ForTokenClassification",
            "ForQuestionAnswering", "ForMaskedLM",
        ].map { family + $0 }
    }
    static let weightNames = WeightNames(
        basePrefix: "roberta",
        leftOver: ["*.embeddings.position_ids", "*.pooler.*", "lm_head.decoder.*"]
    )

    let model: EncoderModel

    init(_ source: ModelSource) throws {
        var keys = EncoderConfiguration.Keys()
        keys.paddingDefault = 1
        let isMultilingual = try source.configuration.string("model_type") == "xlm-roberta"
        keys.vocabularyDefault = isMultilingual ? 30522 : 50265
        let c = try EncoderConfiguration(source.configuration, keys)
        guard c.padding + 1 < c.positions else {
            throw source.configuration.error(
                "pad_token_id",
                expected: "at most max_position_embeddings \(c.positions) less 2",
                found: "\(c.padding)"
            )
        }
        let top = source.weights
        let roberta = top["roberta"]
        let body = try EncoderBody(bert: roberta, c)
        let className = source.className(among: Self.classNames)
        let head: EncoderHead
        if className.hasSuffix("ForSequenceClassification") {
            head = .text(
                try FirstTokenLayer(top["classifier"]["dense"], width: c.hidden, .tanh),
                try Linear(
                    top["classifier"]["out_proj"],
                    inputs: c.hidden,
                    outputs: c.labels.count
                )
            )
        } else if className.hasSuffix("ForTokenClassification") {
            head = .tokens(
                try Linear(top["classifier"], inputs: c.hidden, outputs: c.labels.count)
            )
        } else if className.hasSuffix("ForQuestionAnswering") {
            head = .spans(try Linear(top["qa_outputs"], inputs: c.hidden, outputs: 2))
        } else if className.hasSuffix("ForMaskedLM") {
            head = .vocabulary(try Self.vocabularyHead(top["lm_head"], body.words, c))
        } else {
            let pooler = roberta["pooler"]["dense"]
            head = .none(
                pooler: pooler.has("weight")
                    ? try FirstTokenLayer(pooler, width: c.hidden, .tanh) : nil
            )
        }
        model = try EncoderModel(source, c, body: body, head: head, countingFrom: c.padding)
    }

    /// The activation is the exact GELU whatever the configuration says.
    private static func vocabularyHead(
        _ scope: WeightScope,
        _ words: Embedding,
        _ c: EncoderConfiguration
    ) throws(CheckpointError) -> VocabularyHead {
        let bias = scope.has("bias") ? (scope, "bias") : (scope["decoder"], "bias")
        return try VocabularyHead(
            transform: scope["dense"],
            activation: .gelu,
            norm: scope["layer_norm"],
            epsilon: c.epsilon,
            decoder: scope["decoder"],
            bias: bias,
            words: words,
            c
        )
    }
}
