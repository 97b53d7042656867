import Domain
import Scoring

/// How an example looks: what the model was shown, what it should have said, what it said.
///
/// What the page's script filters by stands in `data-` attributes: why it was chosen, how it turned out,
/// its label and the groups that it belongs to.
enum ExampleCard {
    static func render(_ example: ShownExample, metric: ReportedMetric?, groupBy: [String]) -> HTML
    {
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
            <article class="example\(isWide)" data-pick="\(picks(example))" \
            data-outcome="\(example.outcome?.word ?? "")" data-label="\(label(example))" \
            data-groups="\(groups(example, groupBy))">\
            \(medium)<div class="said">\(tags(example))\(text)\
            \(answer(example, normalizer: metric?.normalizer))\(FlipView.render(example.flips))\
            \(example.found.map(RetrievedView.render) ?? "")\
            <dl class="facts small">\(facts(example, metric: metric))</dl></div></article>

            """
    }

    private static func picks(_ example: ShownExample) -> String {
        example.picks.map(\.rawValue).joined(separator: " ")
    }

    /// The class that the example is of; empty for targets of other kinds.
    static func label(_ example: ShownExample) -> String {
        if case .label(let label) = example.target { label } else { "" }
    }

    /// The example's groups as a JSON object, of the attributes that the task is grouped by.
    static func groups(_ example: ShownExample, _ groupBy: [String]) -> String {
        let groups = Dictionary(example.attributes.map { ($0.name, $0.value) }) { first, _ in first
        }
        var own: [String: JSONValue] = [:]
        for name in groupBy {
            let parts = name.split(
                separator: ReportedTask.combining,
                omittingEmptySubsequences: false
            )
            let values = parts.compactMap { groups[String($0)] }
            guard values.count == parts.count else { continue }
            own[name] = .string(values.joined(separator: ReportedTask.combining))
        }
        return JSONValue.object(own).text
    }

    /// How it turned out and why it is here, in words.
    private static func tags(_ example: ShownExample) -> HTML {
        let outcome: HTML =
            example.outcome.map { "<span class=\"tag \($0.rawValue)\">\($0.word)</span> " } ?? ""
        let picks = example.picks.filter { $0.rawValue != example.outcome?.rawValue }
            .map { pick -> HTML in "<span class=\"tag\">\(pick.rawValue)</span> " }
        return "<p class=\"tags\">\(outcome)\(picks)</p>"
    }

    /// Target and answer; transcripts as one marked text.
    private static func answer(
        _ example: ShownExample,
        normalizer: (any TextNormalizer)?
    ) -> HTML {
        if let error = example.error {
            return "<p class=\"bad\">No answer: \(Markup.data(error, limit: 300))</p>"
        }
        if let continuations = example.continuations {
            return ContinuationsView.render(continuations)
        }
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
    static func isTranscript(_ example: ShownExample) -> Bool {
        if case .text = example.target {
            example.answer != nil && example.continuations == nil
        } else {
            false
        }
    }

    /// Longer transcripts are cut before they are aligned, which takes time by the square.
    private static let longestTranscript = 1200

    /// The words as the metric compares them: what its normaliser makes equal is no mistake.
    static func transcript(
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

    private static func facts(_ example: ShownExample, metric: ReportedMetric?) -> HTML {
        var facts = Markup.fact("Key", Markup.code(example.key, limit: 120))
        // That an answer is simply right or wrong is said already.
        if let metric, let value = example.value,
            example.outcome == .partly || !metric.higherIsBetter
                || example.outcome == nil
        {
            facts += Markup.fact(
                "\(metric.heading)",
                "\(Numbers.value(value, isShare: metric.isShare))"
            )
        }
        for (name, value) in example.attributes.prefix(8) {
            facts += Markup.fact(Markup.data(name, limit: 40), Markup.data(value, limit: 120))
        }
        return facts
    }
}
