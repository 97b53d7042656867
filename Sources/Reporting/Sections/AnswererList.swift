/// Who answered, in words: a reader must not take a baseline or a script for a model.
enum AnswererList {
    /// The order in which kinds are named, with what one and several of a kind are called.
    private static let kinds: [(backend: String, one: String, several: String)] = [
        ("native", "model", "models"),
        ("recorded", "set of recorded answers", "sets of recorded answers"),
        ("command", "outside program", "outside programs"),
        ("baseline", "baseline", "baselines"),
    ]

    /// "1 model, 2 outside programs and 2 baselines".
    static func counted(_ answerers: [Answerer]) -> HTML {
        var parts = kinds.compactMap { kind -> String? in
            let count = answerers.filter { $0.backend == kind.backend }.count
            return count == 0 ? nil : Numbers.count(count, kind.one, kind.several)
        }
        let known = kinds.map(\.backend)
        let others = answerers.filter { !known.contains($0.backend) }.count
        if others > 0 { parts.append(Numbers.count(others, "other model")) }
        guard let last = parts.popLast() else { return "Nobody" }
        return parts.isEmpty ? "\(last)" : "\(parts.joined(separator: ", ")) and \(last)"
    }

    /// A line for each kind that occurs: what it is, and who is of it.
    static func render(_ answerers: [Answerer]) -> HTML {
        let lines = kinds.compactMap { kind -> HTML? in
            let ofKind = answerers.filter { $0.backend == kind.backend }
            guard !ofKind.isEmpty else { return nil }
            let title = MetricWords.capitalised(ofKind.count == 1 ? kind.one : kind.several)
            let names = ofKind.map { answerer -> HTML in
                let says = answerer.says.joined(separator: "; ")
                let words: HTML =
                    says.isEmpty ? "" : " <span class=\"muted\">\(Markup.data(says, limit: 200))</span>"
                return "<li>\(Markup.data(answerer.name, limit: 120))\(words)</li>"
            }
            return """
                <div><dt>\(title)</dt><dd><ul>\(names)</ul>\
                <p class="note">\(Markup.kind(backend: kind.backend))</p></dd></div>

                """
        }
        guard !lines.isEmpty else { return "" }
        return """
            <section class="card who" aria-labelledby="who-title"><h3 id="who-title">Who answered</h3>
            <dl class="facts">\(lines)</dl></section>

            """
    }
}
