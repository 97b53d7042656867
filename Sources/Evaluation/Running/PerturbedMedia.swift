import Domain
import Perturbations

/// Makes the bytes of perturbed media when they are read; all others come from where they are.
///
/// Nothing is kept: what a model reads twice is made twice, the same.
struct PerturbedMedia: MediaSource {
    let source: any MediaSource
    let perturbation: ExamplePerturbation

    func bytes(of medium: Medium) throws -> [UInt8] {
        guard case .derived(let original) = medium.content else {
            return try source.bytes(of: medium)
        }
        return try perturbation.bytes(of: medium, original: source.bytes(of: original))
    }
}
