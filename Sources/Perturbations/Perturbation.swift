package import Domain
package import Media

/// A way in which examples get worse, or merely different, while their targets stay what they are.
///
/// It conforms to ``TextPerturbation``, ``ImagePerturbation`` or ``AudioPerturbation``. What it makes
/// of an example depends on the example, its options and the random numbers that it is given, and on
/// nothing else; nothing that it is given makes it fail but what the protocol says.
package protocol Perturbation: Sendable {
    /// As suites write it: `gaussian_noise`.
    static var name: String { get }
    /// Counts up when the same options make other examples than before.
    static var version: Int { get }
    /// One sentence for people, with the source of the definition.
    static var summary: String { get }
    /// The options it knows, with their defaults and the values that they may have.
    static var options: [PerturbationOption] { get }

    /// Makes the perturbation of the values of all its options, read and checked before.
    init(_ values: PerturbationValues)
}

extension Perturbation {
    package static var version: Int { 1 }
    package static var options: [PerturbationOption] { [] }

    /// What it perturbs.
    package static var modality: PerturbationModality {
        if self is any TextPerturbation.Type { return .text }
        return self is any ImagePerturbation.Type ? .image : .audio
    }
}

/// Perturbs texts.
package protocol TextPerturbation: Perturbation {
    /// The text, perturbed; an empty one stays empty.
    func apply(to text: String, using random: inout PerturbationRandom) -> String
}

/// Perturbs pictures.
package protocol ImagePerturbation: Perturbation {
    /// The picture, perturbed, of the same size.
    ///
    /// - Throws: ``MediaError`` where a file format is involved that cannot hold the picture.
    func apply(to image: PixelImage, using random: inout PerturbationRandom) throws -> PixelImage
}

/// Perturbs recordings.
package protocol AudioPerturbation: Perturbation {
    /// The length of a perturbed recording by that of the original.
    var stretch: Double { get }

    /// The recording, perturbed, at the same rate and with as many channels.
    ///
    /// Samples may leave -1...1 unless the perturbation says that it clips.
    ///
    /// - Parameter recording: Its channels are of one length and all samples are finite.
    /// - Throws: `PreprocessingError` for a rate that cannot be converted.
    func apply(to recording: Waveform, using random: inout PerturbationRandom) throws -> Waveform
}

extension AudioPerturbation {
    package var stretch: Double { 1 }
}

/// What a perturbation perturbs.
package enum PerturbationModality: String, Sendable, CaseIterable {
    case text, image, audio

    /// Whether the examples of a dataset have it.
    package func isIn(_ dataset: DatasetKind) -> Bool {
        switch self {
        case .text: dataset == .text || dataset == .caption || dataset == .table
        case .image: dataset == .image || dataset == .caption
        case .audio: dataset == .speech
        }
    }

    /// For messages: "pictures".
    package var words: String {
        switch self {
        case .text: "texts"
        case .image: "pictures"
        case .audio: "recordings"
        }
    }
}
