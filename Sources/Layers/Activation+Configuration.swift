package import Checkpoints
package import Kernels

extension ConfigurationScope {
    /// An activation by the reference's name.
    ///
    /// - Throws: ``CheckpointError/configuration(file:path:expected:found:)`` for one that is not
    ///   implemented.
    package func activation(
        _ key: String,
        default fallback: String
    ) throws(CheckpointError) -> Activation {
        let name = try string(key, default: fallback)
        switch name {
        case "gelu": return .gelu
        case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": return .geluTanh
        case "quick_gelu": return .quickGELU
        case "relu": return .relu
        case "silu", "swish": return .silu
        default:
            throw error(
                key,
                expected: "gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, quick_gelu, relu or silu",
                found: "'\(name)'"
            )
        }
    }
}
