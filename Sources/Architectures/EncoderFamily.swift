import Domain
import Inference
import Tensors

/// A model family that is an ``EncoderModel``: it says how one is built of a checkpoint, and has its
/// roles and the recorded calls from here.
protocol EncoderFamily: ModelArchitecture {
    var model: EncoderModel { get }
}

extension EncoderFamily {
    static var companionFiles: [String] { [] }
    var role: any Sendable { model.role }

    func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws {
        try model.run(inputs: inputs, options: options, trace: trace)
    }
}
