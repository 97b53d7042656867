/// What takes the place of a confusion matrix with too many labels: the confused pairs and the labels, as
/// tables that the page's script lets people search.
enum ConfusionLists {
    static func render(_ content: ConfusionSection.Content) -> HTML {
        """
        <p>\(Numbers.count(content.labelCount, "label")) occur, too many for a matrix.</p>
        \(pairs(content))\(labels(content))
        """
    }

    private static func pairs(_ content: ConfusionSection.Content) -> HTML {
        guard !content.pairs.isEmpty else { return "<p>No label was taken for another.</p>\n" }
        let rows = content.pairs.map { pair -> HTML in
            """
            <tr><td>\(Markup.data(pair.target, limit: 120))</td>\
            <td>\(Markup.data(pair.answer, limit: 120))</td>\
            <td class="n main">\(Numbers.grouped(pair.count))</td>\
            <td class="n">\(percent(pair.count, of: pair.ofTarget, "no example of this label"))</td></tr>

            """
        }
        let table: HTML = """
            <table class="figures sortable searchable" id="\(content.anchor)-pairs">\
            <caption class="sr">Most confused pairs</caption><thead><tr>\
            <th scope="col">Target</th><th scope="col">Answer</th><th scope="col" class="n">Times</th>\
            <th scope="col" class="n">Of the target</th></tr></thead><tbody>\(rows)</tbody></table>
            """
        return """
            <h4>Confused pairs</h4>
            \(Markup.scrolling(table, label: "Most confused pairs"))\
            \(hidden(content.pairCount - content.pairs.count, "rarer pair"))
            """
    }

    private static func labels(_ content: ConfusionSection.Content) -> HTML {
        let rows = content.labels.map { label -> HTML in
            """
            <tr><th scope="row">\(Markup.data(label.name, limit: 120))</th>\
            <td class="n">\(Numbers.grouped(label.ofTarget))</td>\
            <td class="n">\(Numbers.grouped(label.wrong))</td>\
            <td class="n main">\(percent(label.right, of: label.ofTarget, "no example of this label"))</td>\
            <td class="n">\(percent(label.right, of: label.answered, "never answered"))</td></tr>

            """
        }
        let table: HTML = """
            <table class="figures sortable searchable" id="\(content.anchor)-labels">\
            <caption class="sr">Labels with their recall and precision</caption><thead><tr>\
            <th scope="col">Label</th><th scope="col" class="n">n</th>\
            <th scope="col" class="n">Wrong</th><th scope="col" class="n">Recall</th>\
            <th scope="col" class="n">Precision</th></tr></thead><tbody>\(rows)</tbody></table>
            """
        return """
            <h4>Labels</h4>
            \(Markup.scrolling(table, label: "Labels with their recall and precision"))\
            \(hidden(content.labelCount - content.labels.count, "label"))
            """
    }

    private static func hidden(_ count: Int, _ noun: String) -> HTML {
        guard count > 0 else { return "" }
        return """
            <p class="note">\(Numbers.count(count, noun)) with fewer mistakes not listed; the view \
            <code>predictionExample</code> has all.</p>

            """
    }

    private static func percent(_ count: Int, of total: Int, _ reason: String) -> HTML {
        total == 0
            ? Markup.dash(reason)
            : "\(Numbers.value(Double(count) / Double(total), isShare: true))"
    }
}
