package import Domain

/// How well captions fit both their pictures and what others wrote about them: for each the harmonic
/// mean of ``CLIPScore`` and the largest cosine with a reference caption, averaged over captions.
///
/// 0...2 in `paper`, higher is better. Captions without references do not take part; undefined where
/// none takes part. The paper takes a negative cosine for 0 in both terms (Hessel and others 2021,
/// equation 2); the authors' repository does so with the picture's alone, so that a caption unlike all
/// its references counts against the mean. Two terms of 0 have the mean 0.
package struct ReferenceCLIPScore: MeanMetric {
    package static let name = "ref_clip_score"
    package static let summary =
        "Harmonic mean of how well captions fit picture and references (RefCLIPScore; Hessel and others 2021)."
    package static let takes = Outcome.Kind.similarity
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = true
    package static let isShare = false
    package static let options = [
        MetricOption(
            "convention",
            "Whether a negative cosine with every reference is 0 (paper) or kept (repository).",
            default: .string(Convention.paper.rawValue)
        )
    ]

    /// What becomes of negative cosines with references.
    enum Convention: String, CaseIterable {
        case paper, repository
    }

    private let convention: Convention

    package init(options: [String: JSONValue]) throws {
        convention = try MetricOptions(options, of: Self.self).choice("convention")
    }

    package var parameters: [String: JSONValue] { ["convention": .string(convention.rawValue)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .similarity(let similarity) = outcome else {
            throw Self.mismatch(outcome, target)
        }
        guard let nearest = similarity.references.max() else { return nil }
        let picture = CLIPScore.score(similarity)
        let reference = convention == .paper ? max(nearest, 0) : nearest
        // Two terms that cancel have no harmonic mean; here they are worth nothing.
        guard picture + reference != 0 else { return SumsTally([0]) }
        return SumsTally([2 * picture * reference / (picture + reference)])
    }
}
