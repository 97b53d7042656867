import Checkpoints
import Inference

// wav2vec 2.0 (Baevski et al. 2020, "wav2vec 2.0: A Framework for Self-Supervised Learning of Speech
// Representations"), fine-tuned with connectionist temporal classification.
//
// Reference: transformers 4.49, `modeling_wav2vec2.py`, Wav2Vec2ForCTC. Adapters are not implemented.
// Checked by: Tests/Fixtures/models/wav2vec2.

/// A speech recogniser over raw samples; all of it is ``SpeechCTC``.
struct Wav2Vec2: SpeechCTCFamily {
    static let modelTypes = ["wav2vec2"]
    static let classNames = ["Wav2Vec2ForCTC"]

    let body: SpeechCTC

    init(_ source: ModelSource) throws {
        body = try SpeechCTC(source, source.weights["wav2vec2"])
    }
}
