import Domain

/// Every model of several runs beside what was asked in more than one of them, by the first metric of each:
/// which run is best at what, at a glance.
struct Leaderboard: Sendable, Equatable {
    /// What was asked, with who is best at it where that can be said.
    struct Column: Sendable, Equatable {
        let tasks: [ReportedTask]
        let metric: ReportedMetric
        let standing: Standing?
    }

    /// A model in a run.
    struct Row: Sendable, Equatable {
        /// Its tasks, one for each column; nil where it was not asked.
        let tasks: [ReportedTask?]
        /// Any of them, for its name.
        let named: ReportedTask
    }

    let columns: [Column]
    let rows: [Row]

    /// Nil for a single run, and where fewer than two questions were asked in more than one.
    ///
    /// - Parameters:
    ///   - questions: Tasks that ask the same, together.
    ///   - standings: Who is best in each of them.
    init?(_ questions: [[ReportedTask]], _ standings: [Standing?]) {
        columns = zip(questions, standings).compactMap { tasks, standing in
            guard Set(tasks.map(\.run)).count > 1, let metric = tasks.first?.metrics.first else {
                return nil
            }
            return Column(tasks: tasks, metric: metric, standing: standing)
        }
        guard columns.count > 1 else { return nil }
        var named: [ReportedTask] = []
        for task in columns.flatMap(\.tasks)
        where !named.contains(where: { Self.areSame($0, task) }) {
            named.append(task)
        }
        let columns = columns
        rows = named.map { name in
            Row(
                tasks: columns.map { $0.tasks.first { Self.areSame($0, name) } },
                named: name
            )
        }
    }

    private static func areSame(_ a: ReportedTask, _ b: ReportedTask) -> Bool {
        a.run == b.run && a.model == b.model && a.backend == b.backend
    }
}

/// How it looks: a row for each model of each run, a column for each question.
enum LeaderboardView {
    static func render(_ board: Leaderboard) -> HTML {
        let headers = board.columns.map { column -> HTML in
            let task = column.tasks[0]
            return """
                <th scope="col" class="n">\(Markup.data(task.title, limit: 80))\
                <span class="options">\(Markup.data(task.data, limit: 120))</span>\
                <span class="options">\(column.metric.title)\u{00A0}\(Markup.arrow(column.metric))</span></th>
                """
        }
        let rows = board.rows.map { row -> HTML in
            let cells = zip(row.tasks, board.columns).map { cell($0, in: $1) }
            let kind: HTML = row.named.isBaseline ? " class=\"is-baseline\"" : ""
            return "<tr\(kind)><th scope=\"row\">\(Markup.model(row.named))</th>\(cells)</tr>\n"
        }
        let label = "Leaderboard of all runs"
        let table: HTML = """
            <table class="figures sortable"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">Model</th>\(headers)</tr></thead>
            <tbody>\(rows)</tbody></table>
            """
        return """
            <section class="card leaderboard" aria-label="\(label)"><h3>Leaderboard</h3>
            \(Markup.scrolling(table, label: label))\
            <p class="note">The first metric of each task that more than one run has. Marked with ✓ is the best of a \
            column where it differs from every other by more than chance: paired tests over the examples that \
            both answered, with Holm&#39;s correction.</p></section>

            """
    }

    private static func cell(_ task: ReportedTask?, in column: Leaderboard.Column) -> HTML {
        guard let task else {
            return "<td class=\"n\">\(Markup.dash("not asked in this run"))</td>"
        }
        let metric = task.metrics.first { $0.identifier == column.metric.identifier }
        guard let metric else {
            return "<td class=\"n\">\(Markup.dash("not asked for in this run"))</td>"
        }
        let isBest = column.standing.map { $0.best == task.id && $0.isShown } ?? false
        let best: HTML = isBest ? " best" : ""
        let interval: HTML =
            metric.overall?.interval == nil
            ? "" : "<span class=\"ci\">\(Markup.interval(metric.overall, of: metric))</span>"
        return """
            <td class="n"><span class="value\(best)">\(Markup.value(metric.overall, of: metric))</span>\
            \(interval)</td>
            """
    }
}
