/// A model family that runs natively: one conformer a file, listed in the model catalog.
///
/// A conformer is immutable. What it can do it says by conforming to a role protocol as well, such
/// as ``ImageClassifying``; callers ask for roles and never for architectures.
package protocol ModelArchitecture: Sendable {
    /// The values of `model_type` in `config.json` that this family reads.
    static var modelTypes: [String] { get }
}
