package import Checkpoints
package import Domain
package import Tensors

/// A model family that runs natively: one conformer a file, listed in the model catalog.
///
/// A conformer is immutable. What it can do it says by conforming to a role protocol as well, such
/// as ``ImageClassifying``; callers ask for roles and never for architectures.
package protocol ModelArchitecture: Sendable {
    /// The values of `model_type` in `config.json` that this family reads.
    static var modelTypes: [String] { get }

    /// The reference implementation's classes that it stands for, as `architectures` in
    /// `config.json` names them.
    static var classNames: [String] { get }

    /// The files beside `config.json` and the weights that its roles need.
    static var companionFiles: [String] { get }

    /// How the names of its checkpoints may differ from those that it reads, and which tensors they may
    /// hold besides.
    static var weightNames: WeightNames { get }

    /// Builds the model, reading every tensor that it uses.
    ///
    /// - Throws: ``CheckpointError`` for a configuration that is not implemented, or weights that are
    ///   absent or of another shape.
    init(_ source: ModelSource) throws

    /// The model in the roles that it has with the head that was loaded; itself if nothing else is
    /// said.
    var role: any Sendable { get }

    /// Runs the model on tensors, reporting what it computes on the way.
    ///
    /// - Parameters:
    ///   - inputs: By the reference's keyword: `pixel_values`.
    ///   - options: The reference's other arguments.
    ///   - trace: Told of results and intermediate tensors under the names of the reference's
    ///     output attributes: `logits`, `hidden_states.0`, `attentions.0`.
    /// - Throws: ``InferenceError`` for inputs of a wrong shape or options that are not implemented.
    func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws
}

extension ModelArchitecture {
    package static var weightNames: WeightNames { WeightNames() }
    package var role: any Sendable { self }
}
