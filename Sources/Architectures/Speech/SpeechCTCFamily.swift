import Domain
import Inference
import Tensors

/// A model family that is a ``SpeechCTC``: it says where its weights are, and has the role and the
/// recorded calls from here.
protocol SpeechCTCFamily: ModelArchitecture, SpeechTranscribing {
    var body: SpeechCTC { get }
}

extension SpeechCTCFamily {
    static var companionFiles: [String] { SpeechCTC.companionFiles }
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
