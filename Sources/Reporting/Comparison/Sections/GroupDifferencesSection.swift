import Comparisons
import Domain
package import GRDB
import Scoring
import Storage

/// A task's first metric in each group, for both models, over the examples that both answered.
package enum GroupDifferencesSection: ReportSection {
    package static let id = "groups"
    package static let title = "Groups"

    package struct Content: Sendable {
        let task: ComparedTask
        /// The metric as it is stored and as the report writes it.
        let main: MetricRecord
        let metric: ReportedMetric
        let groupings: [ComparedGroups]
    }

    package static func load(_ db: Database, _ task: ComparedTask, media: MediaShelf) throws
        -> Content?
    {
        guard let main = task.main else { return nil }
        var all = try Grouping.list(task.comparison.first.groupBy)
        for other in try Grouping.list(task.comparison.second.groupBy) where !all.contains(other) {
            all.append(other)
        }
        let groupings = try all.compactMap {
            try ComparedGroups(
                db,
                task.comparison,
                by: $0,
                significance: task.options.significance,
                seed: task.seed
            )
        }
        guard !groupings.isEmpty else { return nil }
        return Content(
            task: task,
            main: main.metric,
            metric: task.reported(main),
            groupings: groupings
        )
    }

    package static func render(_ content: Content) -> HTML {
        """
        \(content.groupings.map { table($0, content) })\
        <p class="note">p is by McNemar&#39;s exact test where an answer is right or wrong, else by approximate \
        randomisation, over the group&#39;s examples; Holm&#39;s correction is over the groups of the table that are \
        large enough for a p.</p>

        """
    }

    private static func table(_ found: ComparedGroups, _ content: Content) -> HTML {
        let metric = content.metric
        let name = found.grouping.name
        let groups = found.groups.sorted { gain($0, metric) < gain($1, metric) }
        let axis = DifferenceChart.Axis(
            covering: groups.compactMap { $0.values.map(mark) },
            isShare: metric.isShare
        )
        let label = "\(metric.title) by \(name), A and B"
        let rows = groups.map { row($0, content, axis: axis) }
        let table: HTML = """
            <table class="figures sortable differences"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">\(Markup.data(name, limit: 80))</th>\
            <th scope="col" class="n">A</th><th scope="col" class="n">B</th>\
            <th scope="col" class="n">B − A</th>\
            <th scope="col" class="chart">\(DifferenceChart.axis(axis))</th>\
            <th scope="col" class="n">n</th><th scope="col">Verdict</th>\
            <th scope="col" class="n">p</th></tr></thead><tbody>\(rows)</tbody></table>
            """
        return """
            <h4>\(metric.heading) \(Markup.arrow(metric)) by \(Markup.data(name, limit: 80))</h4>
            \(Markup.scrolling(table, label: label))\(notes(found))
            """
    }

    /// How much better B is, so that the groups where it is worst come first.
    private static func gain(_ group: ComparedGroups.Group, _ metric: ReportedMetric) -> Double {
        guard let difference = group.values?.difference else { return .infinity }
        return metric.higherIsBetter ? difference : -difference
    }

    private static func mark(_ values: ComparedGroups.Values) -> DifferenceChart.Mark {
        DifferenceChart.Mark(
            difference: values.difference,
            interval: values.interval.map { $0.lower...max($0.lower, $0.upper) }
        )
    }

    private static func row(
        _ group: ComparedGroups.Group,
        _ content: Content,
        axis: DifferenceChart.Axis
    ) -> HTML {
        let metric = content.metric
        let name: HTML = group.name.isEmpty ? "<em>empty</em>" : Markup.data(group.name, limit: 80)
        let isSmall = group.examples < GroupsSection.smallCount
        let small: HTML =
            isSmall
            ? """
             <span class="badge small" title="Fewer than \(GroupsSection.smallCount) examples: \
            too few to compare">small n</span>
            """ : ""
        let n: HTML = "<td class=\"n\">\(Numbers.grouped(group.examples))</td>"
        guard let values = group.values else {
            let dash = Markup.dash("undefined on these examples")
            return """
                <tr><th scope="row">\(name)\(small)</th><td class="n">\(dash)</td><td class="n">\(dash)</td>\
                <td class="n">\(dash)</td><td class="chart"></td>\(n)<td>\(dash)</td><td class="n">\(dash)</td></tr>

                """
        }
        let isShown = values.p.map { $0 <= content.task.options.significance } ?? false
        let verdict =
            isShown
            ? Verdict(of: content.main, first: values.first, second: values.second) : .none
        let judged: HTML =
            values.p == nil
            ? "<span class=\"tag\" title=\"\(missing(group))\">\(isTooSmall(group) ? "too few" : "not tested")</span>"
            : ComparisonMarkup.verdict(verdict)
        let difference = DifferenceNumbers.signed(values.difference, isShare: metric.isShare)
        let interval: String? = values.interval.map {
            DifferenceNumbers.interval($0.lower, $0.upper, isShare: metric.isShare)
        }
        let shownInterval: HTML = interval.map { "<span class=\"ci\">\($0)</span>" } ?? ""
        let chart = DifferenceChart.row(
            mark(values),
            on: axis,
            label: "\(group.name), B less A: \(difference)"
                + (interval.map { ", 95 % interval \($0)" } ?? ""),
            isFaint: !isShown
        )
        func cell(_ value: Double, _ side: Verdict) -> HTML {
            let best: HTML = verdict == side ? " best" : ""
            return """
                <td class="n\(best)" title="\(String(value))">\
                \(Numbers.value(value, isShare: metric.isShare))</td>
                """
        }
        let p: HTML = values.p.map { "\(DifferenceNumbers.p($0))" } ?? Markup.dash(missing(group))
        return """
            <tr><th scope="row">\(name)\(small)</th>\
            \(cell(values.first, .first))\(cell(values.second, .second))\
            <td class="n main"><span class="value">\(difference)</span>\
            \(shownInterval)</td>\
            <td class="chart">\(chart)</td>\(n)<td>\(judged)</td><td class="n">\(p)</td></tr>

            """
    }

    /// Whether a group has no p because of its size.
    private static func isTooSmall(_ group: ComparedGroups.Group) -> Bool {
        group.values?.unitsNeeded != nil || group.examples < 2
    }

    /// Why a group has no p.
    private static func missing(_ group: ComparedGroups.Group) -> String {
        if let needed = group.values?.unitsNeeded {
            return
                "too few to show any difference, however large: \(Numbers.grouped(needed)) clusters or "
                + "examples are needed"
        }
        return group.examples < 2 ? "too few examples" : "the value of a group looks beyond it"
    }

    private static func notes(_ found: ComparedGroups) -> HTML {
        var notes: HTML = ""
        if found.count > found.groups.count {
            notes += """
                <p class="note">The \(Numbers.grouped(found.groups.count)) largest of \
                \(Numbers.count(found.count, "group")) are compared.</p>

                """
        }
        if found.ungrouped > 0 {
            notes += """
                <p class="note">\(Numbers.count(found.ungrouped, "example")) without this attribute are in no \
                group.</p>

                """
        }
        return notes
    }
}
