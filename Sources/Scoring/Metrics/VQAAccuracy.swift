package import Domain

/// How far people agree with an answer: a third for each who says the same, at most 1, averaged over all
/// ways to leave one of them out, and over examples.
///
/// 0...1, higher is better, undefined without examples. With ten people 0, 1, 2, 3 and more who agree
/// make 0, .3, .6, .9 and 1. Answers are normalised as in the VQA challenge's script unless all people say the
/// same (``VisualAnswer``).
package struct VQAAccuracy: MeanMetric {
    package static let name = "vqa_accuracy"
    package static let summary =
        "Agreement with people's answers: three who say the same make an answer right (Antol and others 2015)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = true
    package static let isShare = true

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .text(let answer) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        var expected = references.map(VisualAnswer.plain)
        var found = VisualAnswer.plain(answer)
        if Set(expected).count > 1 {
            expected = expected.map(VisualAnswer.normalize)
            found = VisualAnswer.normalize(found)
        }
        let people = Double(expected.count)
        let agreeing = Double(expected.count { $0 == found })
        // Leaving out one who agrees leaves one fewer.
        let share =
            (agreeing * min(1, (agreeing - 1) / 3) + (people - agreeing) * min(1, agreeing / 3))
            / people
        return SumsTally([share])
    }
}
