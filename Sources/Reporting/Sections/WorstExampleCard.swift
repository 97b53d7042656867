import Domain
import Scoring

/// How one of the worst examples looks: what the model was shown, what it should have said, what it
/// said.
enum WorstExampleCard {
    static func render(_ example: WorstExample, metric: ReportedMetric) -> HTML {
        let medium: HTML =
            example.medium.map {
                MediumView.render(
                    $0,
                    name: "Example \(example.key)",
                    selected: example.coordinates
                )
            } ?? ""
        let text: HTML =
            example.text.map { "<blockquote>\(Markup.data($0))</blockquote>" } ?? ""
        let isWide: HTML = if case .table = example.medium { " wide" } else { "" }
        return """
            <article class="example\(isWide)">\(medium)<div class="said">\(text)\
            \(answer(example, normalizer: metric.normalizer))\
            \(example.found.map(RetrievedView.render) ?? "")\
            <dl class="facts small">\(facts(example, metric: metric))</dl></div></article>

            """
    }

    /// Target and answer; transcripts as one marked text.
    private static func answer(
        _ example: WorstExample,
        normalizer: (any TextNormalizer)?
    ) -> HTML {
        if case .text(let reference) = example.target, let hypothesis = example.answer {
            return transcript(
                reference: reference,
                hypothesis: hypothesis,
                normalizer: normalizer
            )
        }
        var lines: HTML = ""
        if let target = example.target {
            lines +=
                "<div><dt>Target</dt><dd class=\"target\">\(Markup.data(target.plain))</dd></div>"
        }
        if let answer = example.answer {
            let shown: HTML = answer.isEmpty ? "<em>empty</em>" : Markup.data(answer)
            let confidence: HTML =
                example.confidence.map {
                    " <span class=\"muted\">score \(Numbers.fixed($0, 3))</span>"
                } ?? ""
            lines += "<div><dt>Answer</dt><dd class=\"answer\">\(shown)\(confidence)</dd></div>"
        }
        return lines == .empty ? "" : "<dl class=\"verdict\">\(lines)</dl>"
    }

    /// What the marks in transcripts mean.
    static let legend: HTML = """
        <p class="note legend">Marked: <del>missing</del> <ins>added</ins> \
        <del class="sub">target</del> <ins class="sub">answer in its place</ins></p>

        """

    /// Whether the answer is shown as a marked transcript.
    static func isTranscript(_ example: WorstExample) -> Bool {
        if case .text = example.target { example.answer != nil } else { false }
    }

    /// Longer transcripts are cut before they are aligned, which takes time by the square.
    private static let longestTranscript = 1200

    /// The words as the metric compares them: what its normaliser makes equal is no mistake.
    private static func transcript(
        reference: String,
        hypothesis: String,
        normalizer: (any TextNormalizer)?
    ) -> HTML {
        func compared(_ text: String) -> String {
            let start = Markup.clipped(text, limit: longestTranscript)
            return normalizer?.normalize(start) ?? start
        }
        let pairs = WordAlignment.pairs(
            reference: compared(reference),
            hypothesis: compared(hypothesis)
        )
        let words = pairs.map { pair -> HTML in
            switch (pair.kind, pair.reference, pair.hypothesis) {
            case (.hit, let word?, _): "\(word) "
            case (.substitution, let target?, let answer?):
                "<del class=\"sub\">\(target)</del> <ins class=\"sub\">\(answer)</ins> "
            case (.deletion, let word?, _): "<del>\(word)</del> "
            case (_, _, let word?): "<ins>\(word)</ins> "
            default: ""
            }
        }
        let isCut =
            max(reference.utf8.count, hypothesis.utf8.count) > longestTranscript
        let cut: HTML = isCut ? "<span class=\"muted\">…</span>" : ""
        let empty: HTML = hypothesis.isEmpty ? "<p class=\"note\">The answer is empty.</p>" : ""
        return """
            <p class="transcript"><bdi>\(words)</bdi>\(cut)</p>\(empty)
            """
    }

    private static func facts(_ example: WorstExample, metric: ReportedMetric) -> HTML {
        var facts = Markup.fact("Key", Markup.code(example.key, limit: 120))
        // That an example is simply wrong is told by its being here.
        if !metric.higherIsBetter || example.value != 0 {
            facts += Markup.fact(
                "\(metric.heading)",
                "\(Numbers.value(example.value, isShare: metric.isShare))"
            )
        }
        for (name, value) in example.attributes.prefix(8) {
            facts += Markup.fact(Markup.data(name, limit: 40), Markup.data(value, limit: 120))
        }
        return facts
    }
}
