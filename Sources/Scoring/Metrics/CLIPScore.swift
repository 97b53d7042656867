package import Domain

/// How well captions fit their pictures: 2.5 times the cosine of their CLIP embeddings, 0 where that is
/// negative, averaged over captions.
///
/// 0...2.5, higher is better, undefined without examples. Needs no reference captions. The caption is
/// embedded after the words "A photo depicts ", which is the task's business.
///
/// Source: Hessel and others 2021, equation 1; the repository jmhessel/clipscore.
package struct CLIPScore: MeanMetric {
    package static let name = "clip_score"
    package static let summary =
        "How well captions fit their pictures: 2.5 times the cosine of CLIP's embeddings (Hessel and others 2021)."
    package static let takes = Outcome.Kind.similarity
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = true
    package static let isShare = false

    /// The factor that spreads the cosines of captions over 0...1, about.
    static let weight = 2.5

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .similarity(let similarity) = outcome else {
            throw Self.mismatch(outcome, target)
        }
        return SumsTally([Self.score(similarity)])
    }

    static func score(_ similarity: CaptionSimilarity) -> Double {
        weight * max(similarity.picture, 0)
    }
}
