import Digests
package import Domain
import Media

/// A perturbation with its options and seed, ready to be applied to the examples of a dataset.
///
/// Of a text, the random numbers belong to the example's split and key; of a picture or recording, to its
/// digest, so that the captions of a picture go on sharing it. Only the example's own text or medium is
/// perturbed: not its target, its attributes (and so the choices that may be there), nor what a task puts
/// around the text. An example that has neither text nor medium to perturb stays as it is.
package struct ExamplePerturbation: Sendable {
    package let identity: PerturbationIdentity
    private let perturbation: any Perturbation

    /// Looks a perturbation up and reads its options.
    ///
    /// - Throws: `UnknownNameError` for a name or option that there is not; ``PerturbationError``.
    package init(name: String, options: [String: JSONValue] = [:], seed: UInt64) throws {
        let type = try perturbationCatalog(name)
        let values = try PerturbationValues(options, of: type)
        perturbation = type.init(values)
        identity = PerturbationIdentity(
            name: name,
            version: type.version,
            options: values.json,
            seed: seed
        )
    }

    /// The perturbation that a task was asked with.
    ///
    /// - Throws: ``PerturbationError/version(name:known:found:)`` for one of another version; what
    ///   ``init(name:options:seed:)`` throws.
    package init(_ identity: PerturbationIdentity) throws {
        try self.init(name: identity.name, options: identity.options, seed: identity.seed)
        guard self.identity.version == identity.version else {
            throw PerturbationError.version(
                name: identity.name,
                known: self.identity.version,
                found: identity.version
            )
        }
    }

    package var modality: PerturbationModality { type(of: perturbation).modality }

    /// The example with its text perturbed, or with a medium that is derived from its own.
    package func apply(to example: Example) -> Example {
        var example = example
        if let perturbation = perturbation as? any TextPerturbation {
            guard let text = example.text, !text.isEmpty else { return example }
            let digest = identity.digest(of: ["text", example.split, example.key])
            var random = PerturbationRandom(digest)
            example.text = perturbation.apply(to: text, using: &random)
        } else if let medium = example.medium, isOf(medium.kind) {
            example.medium = derived(from: medium)
        }
        return example
    }

    private func isOf(_ kind: Medium.Kind) -> Bool {
        (modality == .image && kind == .image) || (modality == .audio && kind == .audio)
    }

    /// The perturbed medium: what it will be called, without making it.
    ///
    /// Its digest is of the original's, the perturbation and the seed, not of its bytes, which are made
    /// when somebody reads them; `sizeBytes` is that of the original.
    private func derived(from medium: Medium) -> Medium {
        var details = medium.details
        if let audio = perturbation as? any AudioPerturbation {
            details.durationSeconds = details.durationSeconds.map { $0 * audio.stretch }
        }
        return Medium(
            digest: identity.digest(of: ["medium", medium.digest.hexadecimal]),
            kind: medium.kind,
            mediaType: medium.kind == .image ? "image/png" : "audio/wav",
            sizeBytes: medium.sizeBytes,
            details: details,
            content: .derived(from: medium)
        )
    }

    /// The bytes of a derived medium, from those of its original: PNG, or WAV of 32-bit floats, neither of
    /// which loses anything.
    ///
    /// - Throws: ``MediaError`` for an original that cannot be decoded or a result that cannot be encoded;
    ///   what the perturbation throws.
    package func bytes(of medium: Medium, original bytes: [UInt8]) throws -> [UInt8] {
        var random = PerturbationRandom(medium.digest)
        switch perturbation {
        case let perturbation as any ImagePerturbation:
            return try perturbation.apply(to: PixelImage(decoding: bytes), using: &random)
                .encodedPNG()
        case let perturbation as any AudioPerturbation:
            let recording = try Waveform(decoding: bytes)
            guard recording.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
                throw PerturbationError.recording(reason: "it has samples that are not finite")
            }
            return try perturbation.apply(to: recording, using: &random).encoded(as: .floatWAV)
        default: return bytes
        }
    }
}
