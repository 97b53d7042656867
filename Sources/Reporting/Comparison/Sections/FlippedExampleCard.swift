import Comparisons
import Domain
import Scoring

/// How an example looks about which two models differ: what both were shown, what they should have said,
/// and both answers.
///
/// What the page's script filters by stands in `data-` attributes: which way it flipped, its label and its groups.
enum FlippedExampleCard {
    static func render(_ example: FlippedExample, of content: FlipsSection.Content) -> HTML {
        let shown = example.first
        let medium: HTML =
            shown.medium.map { MediumView.render($0, name: "Example \(shown.key)") } ?? ""
        let text: HTML = shown.text.map { "<blockquote>\(Markup.data($0))</blockquote>" } ?? ""
        let isWide: HTML = if case .table = shown.medium { " wide" } else { "" }
        let groups = ExampleCard.groups(shown, content.task.first.groupBy)
        return """
            <article class="example flip\(isWide)" data-pick="" data-outcome="\(example.direction)" \
            data-label="\(ExampleCard.label(shown))" data-groups="\(groups)">\(medium)<div class="said">\
            <p class="tags"><span class="tag">\(example.direction)</span></p>\(text)\
            \(answers(example, content))<dl class="facts small">\(facts(example, content))</dl></div></article>

            """
    }

    private static func answers(_ example: FlippedExample, _ content: FlipsSection.Content) -> HTML
    {
        let isTranscript = ExampleCard.isTranscript(example.first)
        let target: HTML =
            if let target = example.first.target, !isTranscript {
                line("Target", "<span class=\"target\">\(Markup.data(target.plain))</span>")
            } else { "" }
        let sides = [(example.first, ComparisonMarkup.Side.first), (example.second, .second)]
            .map { shown, side in
                line(
                    ComparisonMarkup.letter(side),
                    answer(shown, isBetter: side == example.better, content)
                )
            }
        let short: HTML = target == .empty ? " short" : ""
        return "<dl class=\"answers\(short)\">\(target)\(sides)</dl>"
    }

    private static func line(_ term: HTML, _ value: HTML) -> HTML {
        "<div><dt>\(term)</dt><dd>\(value)</dd></div>"
    }

    /// One model's answer, marked as right or wrong where it is one of both.
    private static func answer(
        _ shown: ShownExample,
        isBetter: Bool,
        _ content: FlipsSection.Content
    ) -> HTML {
        let mark = mark(isBetter: isBetter, content)
        let value = value(shown, content)
        if let continuations = shown.continuations {
            return "\(mark)\(value)\(ContinuationsView.render(continuations))"
        }
        guard let answer = shown.answer else { return "\(mark)\(value)" }
        if case .text(let reference) = shown.target, ExampleCard.isTranscript(shown) {
            let words = ExampleCard.transcript(
                reference: reference,
                hypothesis: answer,
                normalizer: content.metric.normalizer
            )
            return "\(mark)\(value)\(words)"
        }
        let said: HTML = answer.isEmpty ? "<em>empty</em>" : Markup.data(answer)
        let confidence: HTML =
            shown.confidence.map {
                " <span class=\"muted\">score \(Numbers.fixed($0, 3))</span>"
            } ?? ""
        let wrong: HTML = content.flips.isRightOrWrong && !isBetter ? " class=\"is-wrong\"" : ""
        return "\(mark)<span\(wrong)>\(said)</span>\(confidence)\(value)"
    }

    private static func mark(isBetter: Bool, _ content: FlipsSection.Content) -> HTML {
        guard content.flips.isRightOrWrong else { return "" }
        return isBetter
            ? "<span class=\"mark\" role=\"img\" aria-label=\"right\">✓</span> "
            : "<span class=\"mark is-wrong\" role=\"img\" aria-label=\"wrong\">✗</span> "
    }

    /// The metric's value on the example, where it is not just right or wrong.
    private static func value(_ shown: ShownExample, _ content: FlipsSection.Content) -> HTML {
        guard !content.flips.isRightOrWrong, let value = shown.value else { return "" }
        let text = Numbers.value(value, isShare: content.metric.isShare)
        return " <span class=\"tag\">\(content.metric.heading) \(text)</span> "
    }

    private static func facts(_ example: FlippedExample, _ content: FlipsSection.Content) -> HTML {
        var facts = Markup.fact("Key", Markup.code(example.first.key, limit: 120))
        for (name, value) in example.first.attributes.prefix(8) {
            facts += Markup.fact(Markup.data(name, limit: 40), Markup.data(value, limit: 120))
        }
        return facts
    }
}
