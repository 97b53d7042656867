import Checkpoints
import Inference

// HuBERT (Hsu et al. 2021, "HuBERT: Self-Supervised Speech Representation Learning by Masked Prediction of
// Hidden Units"), fine-tuned with connectionist temporal classification.
//
// Reference: transformers 4.49, `modeling_hubert.py`, HubertForCTC. Batch normalisation of the
// positional convolution is not implemented.
// Checked by: Tests/Fixtures/models/hubert.

/// A speech recogniser over raw samples; all of it is ``SpeechCTC``.
struct Hubert: SpeechCTCFamily {
    static let modelTypes = ["hubert"]
    static let classNames = ["HubertForCTC"]

    let body: SpeechCTC

    init(_ source: ModelSource) throws {
        body = try SpeechCTC(source, source.weights["hubert"])
    }
}
