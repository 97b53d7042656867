import Domain

/// A model card (Mitchell and others 2019), filled from what the database knows; what it does not know is
/// said to be not stated.
struct ModelCardView {
    /// The model's names in the report.
    let names: [String]
    let backend: String
    /// What is stored of it.
    let identity: JSONValue?
    /// The report's tasks that it answered, perturbed and repeated ones too.
    let tasks: [ReportedTask]

    private var card: JSONValue? { identity?["card"] }

    func render() -> HTML {
        let facts: [(String, HTML)] = [
            ("Model details", details),
            ("Licence", stated("license")),
            ("Languages", stated("language")),
            ("Training data", stated("datasets")),
            ("Made from", stated("base_model")),
            ("Intended use", intendedUse),
            ("Factors", list(tasks.flatMap(\.groupBy))),
            ("Metrics", list(tasks.flatMap(\.metrics).map(\.title))),
            ("Evaluation data", list(tasks.filter { $0.baseID == nil }.map(\.data))),
            ("Robustness", list(tasks.compactMap(\.perturbation))),
            ("Quantitative analyses", analyses),
            ("Ethical considerations", notStated),
        ]
        let rows = facts.map { name, value in Markup.fact("\(name)", value) }
        return """
            <details><summary>Model card</summary><dl class="facts">\(rows)</dl>
            <p class="note">After Mitchell and others 2019, of what the database knows. What the model's \
            own README.md states is quoted.</p></details>
            """
    }

    private var details: HTML {
        let parts = [
            identity?["modelType"]?.string, backend,
            identity?["parameters"]?.integer.map { Numbers.count($0, "parameter") },
            card?["library_name"]?.string,
        ].compactMap(\.self)
        return Markup.data(parts.joined(separator: ", "), limit: 200)
    }

    private var intendedUse: HTML {
        card?["pipeline_tag"]?.string.map { Markup.data($0, limit: 80) } ?? notStated
    }

    /// Links to the tasks.
    private var analyses: HTML {
        let links = tasks.filter { $0.baseID == nil }.map { task -> HTML in
            """
            <li><a href="#\(task.anchor)">\(Markup.data(task.title, limit: 80)) on \
            \(Markup.data(task.data, limit: 120))</a></li>
            """
        }
        return links.isEmpty ? notStated : "<ul class=\"links\">\(links)</ul>"
    }

    private func stated(_ key: String) -> HTML {
        switch card?[key] {
        case .array(let values)?:
            Markup.data(values.map(\.plain).joined(separator: ", "), limit: 300)
        case let value?: Markup.data(value.plain, limit: 300)
        case nil: notStated
        }
    }

    private func list(_ names: [String]) -> HTML {
        var unique: [String] = []
        for name in names where !unique.contains(name) { unique.append(name) }
        return unique.isEmpty
            ? Markup.dash("none") : Markup.data(unique.joined(separator: "; "), limit: 600)
    }

    private var notStated: HTML { "<span class=\"muted\">not stated</span>" }
}
