import Checkpoints
import Domain
import Inference
import Tensors

// HuBERT (Hsu et al. 2021, "HuBERT: Self-Supervised Speech Representation Learning by Masked Prediction of
// Hidden Units"), fine-tuned with connectionist temporal classification.
//
// Reference: transformers 4.49, `modeling_hubert.py`, HubertForCTC. Batch normalisation of the
// positional convolution is not implemented.
// Checked by: Tests/Fixtures/models/hubert.

/// A speech recogniser over raw samples; all of it is ``SpeechCTC``.
struct Hubert: ModelArchitecture, SpeechTranscribing {
    static let modelTypes = ["hubert"]
    static let classNames = ["HubertForCTC"]
    static let companionFiles = SpeechCTC.companionFiles

    private let body: SpeechCTC

    init(_ source: ModelSource) throws {
        body = try SpeechCTC(source, source.weights["hubert"])
    }

    var hearing: SpeechHearing { get throws { try body.hearing() } }

    func logits(for pieces: [ArraySlice<Float>]) throws -> [[Float]] {
        try body.logits(for: pieces)
    }

    func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws {
        try body.run(inputs: inputs, options: options, trace: trace)
    }
}
