import Domain
import Scoring

/// The table and chart of the groups of one attribute.
enum GroupTable {
    static func render(_ attribute: GroupsSection.Attribute, task: ReportedTask) -> HTML {
        guard let main = task.metrics.first else { return "" }
        let figures = attribute.groups.compactMap { $0.figures[main.id] }
        let scale = Scale(covering: figures, isShare: main.isShare)
        let headers = task.metrics.map(Markup.header)
        let rows = attribute.groups.map { row($0, task: task, main: main, scale: scale) }
        let label = "Figures by \(attribute.name)"
        let table: HTML = """
            <table class="figures sortable"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">\(Markup.data(attribute.name, limit: 60))</th>\(headers.prefix(1).map { $0 })\
            \(IntervalChart.header(scale))\
            <th scope="col" class="n">n</th><th scope="col" class="n">Failed</th>\
            \(headers.dropFirst().map { $0 })</tr></thead>
            <tbody>\(rows)</tbody></table>
            """
        return """
            <h4>By \(Markup.data(attribute.name, limit: 60))</h4>
            <p>\(gap(attribute, of: main))</p>
            \(Markup.scrolling(table, label: label))\(notes(attribute))
            """
    }

    private static func row(
        _ group: GroupsSection.Group,
        task: ReportedTask,
        main: ReportedMetric,
        scale: Scale
    ) -> HTML {
        let figure = group.figures[main.id]
        let isSmall = (figure?.count ?? 0) < GroupsSection.smallCount
        let cells = task.metrics.map { metric -> HTML in
            let emphasis: HTML = metric.id == main.id ? " main" : ""
            let figure = group.figures[metric.id]
            let interval: HTML =
                figure?.interval == nil
                ? "" : "<span class=\"ci\">\(Markup.interval(figure, of: metric))</span>"
            return """
                <td class="n\(emphasis)"><span class="value">\(Markup.value(figure, of: metric))</span>\
                \(interval)</td>
                """
        }
        let chart = IntervalChart.row(
            figure,
            of: main,
            on: scale,
            reference: main.overall?.value,
            isFaint: isSmall || task.isBaseline
        )
        let mark: HTML =
            isSmall
            ? """
             <span class="badge small" title="Fewer than \(GroupsSection.smallCount) examples: \
            too few to compare">small n</span>
            """ : ""
        let name: HTML = group.name.isEmpty ? "<em>empty</em>" : Markup.data(group.name, limit: 80)
        return """
            <tr><th scope="row">\(name)\(mark)</th>\
            \(cells.prefix(1).map { $0 })<td class="chart">\(chart)</td>\
            <td class="n">\(Numbers.grouped(figure?.count ?? 0))</td>\
            <td class="n">\(Markup.failures(figure?.failures ?? 0))</td>\(cells.dropFirst().map { $0 })</tr>

            """
    }

    /// The largest gap in words, and whether it may be chance.
    private static func gap(_ attribute: GroupsSection.Attribute, of metric: ReportedMetric) -> HTML
    {
        guard let gap = attribute.gap else {
            return """
                No two groups with \(GroupsSection.smallCount) examples or more have a value, so no \
                gap is named.
                """
        }
        let worst = metric.higherIsBetter ? gap.lowest : gap.highest
        let best = metric.higherIsBetter ? gap.highest : gap.lowest
        let size =
            metric.isShare
            ? Numbers.fixed(gap.difference * 100, 1) + " points" : Numbers.fixed(gap.difference, 3)
        let ratio: HTML =
            gap.ratio.map { $0 >= 1.005 ? ", a factor of \(Numbers.fixed($0, 2))" : "" } ?? ""
        // The extremes of many groups lie far apart even where all groups are alike.
        let chosen: HTML =
            attribute.count > 2
            ? " It is the widest among \(attribute.count) groups, and so likely overstated." : ""
        return """
            Largest gap in \(metric.title): <strong>\(size)</strong>\(ratio), from \
            <strong>\(Markup.data(worst, limit: 80))</strong> (worst) to \
            <strong>\(Markup.data(best, limit: 80))</strong> (best). \(verdict(gap.test))\(chosen)
            """
    }

    /// What the test of the two groups says.
    private static func verdict(_ test: GapTest?) -> HTML {
        guard let test else { return "Nothing says whether it is chance." }
        let name: HTML =
            switch test.kind {
            case .fisher: "Fisher\u{2019}s exact test"
            case .wald: "a Wald test of the standard errors"
            }
        let pairs: HTML =
            test.pairs > 1 ? ", times the \(test.pairs) pairs of groups (Bonferroni)" : ""
        let p = "\(Numbers.p(test.p)) by \(name)\(pairs)" as HTML
        return test.p > 0.05 ? "It may be chance: \(p)." : "That is more than chance: \(p)."
    }

    private static func notes(_ attribute: GroupsSection.Attribute) -> HTML {
        var notes: HTML = ""
        let hidden = attribute.count - attribute.groups.count
        if hidden > 0 {
            notes += """
                <p class="note">The worst and the best of \(Numbers.count(attribute.count, "group")) \
                are shown; \(Numbers.grouped(hidden)) lie between them. All are in the view \
                <code>groupFigure</code> and in the JSON and CSV reports.</p>

                """
        }
        if attribute.ungrouped > 0 {
            notes += """
                <p class="note">\(Numbers.count(attribute.ungrouped, "example")) without this attribute \
                are in no group.</p>

                """
        }
        return notes
    }
}
