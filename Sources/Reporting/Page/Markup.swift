import Domain

/// Small pieces of markup that several sections share.
enum Markup {
    /// Text that came from data: set apart, so that its direction changes nothing around it, and cut
    /// at a bound, so that one long answer does not fill the page.
    static func data(_ text: String, limit: Int = 600) -> HTML {
        let cut = clipped(text, limit: limit)
        guard cut != text else { return "<bdi>\(text)</bdi>" }
        return "<bdi>\(cut)</bdi><span class=\"muted\" title=\"cut for the page\"> …</span>"
    }

    /// At most so many characters.
    static func clipped(_ text: String, limit: Int) -> String {
        // A text of few bytes has few characters; counting them costs more than this.
        text.utf8.count <= limit ? text : String(text.prefix(limit))
    }

    /// Text in which spaces and letter shapes matter: keys, digests, paths.
    static func code(_ text: String, limit: Int = 600) -> HTML {
        "<code>\(data(text, limit: limit))</code>"
    }

    /// The value that is not there, with the reason.
    static func dash(_ reason: String) -> HTML {
        "<span class=\"undefined\" title=\"\(reason)\">—<span class=\"sr\"> \(reason)</span></span>"
    }

    /// A metric's value, or a dash that says why there is none.
    static func value(_ figure: Figure?, of metric: ReportedMetric) -> HTML {
        guard let figure else { return dash("not scored yet") }
        guard let value = figure.value else { return dash(Self.reason(figure)) }
        let text = Numbers.value(
            value,
            isShare: metric.isShare,
            decimals: Numbers.decimals(figure)
        )
        return "<span title=\"\(String(value))\">\(text)</span>"
    }

    /// The 95 % interval, or a dash that says why there is none.
    static func interval(_ figure: Figure?, of metric: ReportedMetric) -> HTML {
        guard let figure, figure.value != nil else { return dash("no value") }
        guard let interval = figure.interval else {
            return dash("too few examples for an interval")
        }
        let text = Numbers.interval(
            interval,
            isShare: metric.isShare,
            decimals: Numbers.decimals(figure)
        )
        return "<span title=\"\(method(interval.method))\">\(text)</span>"
    }

    /// How an interval was found, in a few words.
    static func method(_ method: Figure.Method) -> String {
        switch method {
        case .wilson: "Wilson"
        case .student: "Student's t"
        case .bootstrap: "bootstrap"
        case .clusterBootstrap: "bootstrap of clusters"
        case .pairedBootstrap: "paired bootstrap"
        case .wald: "Wald"
        }
    }

    /// Why a figure has no value.
    static func reason(_ figure: Figure) -> String {
        if figure.count == 0 {
            return figure.failures > 0
                ? "undefined: the model failed on every example"
                : "undefined: no example takes part"
        }
        return "undefined on these \(Numbers.count(figure.count, "example"))"
    }

    /// A count of failures, marked if there are any.
    static func failures(_ count: Int) -> HTML {
        count == 0 ? "0" : "<span class=\"bad\">\(Numbers.grouped(count))</span>"
    }

    /// A model's name, with a badge where it is not a model of its own.
    static func model(_ task: ReportedTask, isLink: Bool = false) -> HTML {
        let name = data(task.model, limit: 120)
        let shown: HTML = isLink ? "<a href=\"#\(task.anchor)\">\(name)</a>" : name
        let run: HTML = task.namesRun ? " <span class=\"muted\">run \(task.run)</span>" : ""
        return "\(shown)\(badge(backend: task.backend))\(run)"
    }

    /// The head of a metric's column: its name, which way is better, its options.
    static func header(_ metric: ReportedMetric) -> HTML {
        let options: HTML =
            metric.details.isEmpty ? "" : "<span class=\"options\">\(metric.details)</span>"
        return """
            <th scope="col" class="n" title="\(metric.identifier): \(direction(metric))">\(metric.heading)\u{00A0}\
            \(arrow(metric))\(options)</th>
            """
    }

    /// Which way is better, as a sign.
    static func arrow(_ metric: ReportedMetric) -> HTML {
        let sign = metric.unbiasedValue != nil ? "≈" : metric.higherIsBetter ? "↑" : "↓"
        return """
            <span class="arrow" role="img" aria-label="\(direction(metric))">\(sign)</span>
            """
    }

    /// Which way is better, in words.
    static func direction(_ metric: ReportedMetric) -> String {
        if let unbiased = metric.unbiasedValue {
            return "best near \(Numbers.value(unbiased, isShare: metric.isShare, decimals: 0))"
        }
        return metric.higherIsBetter ? "higher is better" : "lower is better"
    }

    /// What kind of model it is, unless Assay ran it itself.
    static func badge(backend: String) -> HTML {
        switch backend {
        case "native": ""
        case "baseline":
            """
             <span class="badge baseline" title="Not a trained model: it only knows how answers are \
            distributed. The figure that a real model has to beat.">baseline</span>
            """
        case "command":
            " <span class=\"badge\" title=\"An outside program that answers in JSON\">command</span>"
        case "recorded":
            " <span class=\"badge\" title=\"Answers read from a file\">recorded</span>"
        default: " <span class=\"badge\">\(clipped(backend, limit: 40))</span>"
        }
    }

    /// A term and what it is, for a `<dl class="facts">`.
    static func fact(_ term: HTML, _ value: HTML) -> HTML {
        "<div><dt>\(term)</dt><dd>\(value)</dd></div>"
    }

    /// A table that scrolls by itself where the window is narrow.
    static func scrolling(_ table: HTML, label: String) -> HTML {
        "<div class=\"scroll\" role=\"group\" aria-label=\"\(label)\" tabindex=\"0\">\(table)</div>\n"
    }

    /// What a kind of model is, in a sentence; empty for kinds that this version does not know.
    static func kind(backend: String) -> HTML {
        switch backend {
        case "native": "A model whose weights Assay itself runs."
        case "baseline":
            """
            It answers by chance or from the distribution of the answers, without looking at the \
            example. A real model has to beat it to have shown anything.
            """
        case "command":
            """
            An outside program: Assay hands it each request and stores what it answers. What is inside, \
            a model or a few rules, Assay cannot say.
            """
        case "recorded":
            "Answers that were made elsewhere and read from a file; Assay ran nothing."
        default: ""
        }
    }
}
