import Domain
package import GRDB

/// Examples with the model's answers: the worst, some drawn at random, some that failed, and some that a
/// perturbation turned.
package enum ExamplesSection: ReportSection {
    package static let id = "examples"
    package static let title = "Examples"

    package struct Content: Sendable {
        let task: ReportedTask
        /// The task's first metric that says something of one example; nil if none does.
        let metric: ReportedMetric?
        let examples: [ShownExample]
        /// Scored examples that are not perfect.
        let imperfect: Int
        let scored: Int
        /// Why what was found in place of the target is not shown; nil if it is, or is of no concern.
        let searchNote: String?
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        let metric = try task.metrics.first { try hasValues(db, metric: $0) }
        let chosen = try chosen(db, task, metric: metric)
        guard !chosen.isEmpty else { return nil }
        let most = ExamplePick.allCases.reduce(0) { $0 + $1.most(isBaseline: task.isBaseline) }
        // Half for the examples, half for what a search found in their place.
        let share = media.bytesPerTask / most / 2
        var examples = try chosen.compactMap {
            try ShownExample.load(
                db,
                $0.id,
                picks: $0.picks,
                task: task,
                metric: metric,
                media: media,
                within: share
            )
        }
        let searchNote = try metric.flatMap { RetrievedExamples(task: task, metric: $0) }?.find(
            db,
            for: examples.map(\.id),
            media: media,
            within: share
        ) { examples[$0].found = $1 }
        let counts = try metric.flatMap { metric in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*) AS scored, coalesce(sum(\(metric.isImperfect)), 0) AS imperfect
                    FROM score WHERE metricID = ? AND value IS NOT NULL
                    """,
                arguments: [metric.id]
            )
        }
        return Content(
            task: task,
            metric: metric,
            examples: examples,
            imperfect: counts?["imperfect"] ?? 0,
            scored: counts?["scored"] ?? 0,
            searchNote: searchNote
        )
    }

    /// The examples of every pick, each once, with all the reasons for which it was picked.
    private static func chosen(_ db: Database, _ task: ReportedTask, metric: ReportedMetric?) throws
        -> [(id: Int64, picks: [ExamplePick])]
    {
        var chosen: [(id: Int64, picks: [ExamplePick])] = []
        for pick in ExamplePick.allCases {
            for id in try pick.examples(db, task, metric: metric) {
                if let index = chosen.firstIndex(where: { $0.id == id }) {
                    chosen[index].picks.append(pick)
                } else {
                    chosen.append((id, [pick]))
                }
            }
        }
        return chosen
    }

    /// Whether the metric says something of an example alone.
    private static func hasValues(_ db: Database, metric: ReportedMetric) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM score WHERE metricID = ? AND value IS NOT NULL)",
            arguments: [metric.id]
        ) ?? false
    }

    package static func render(_ content: Content) -> HTML {
        let note: HTML = content.searchNote.map { "<p class=\"note\">\($0)</p>\n" } ?? ""
        let hasTranscripts = content.examples.contains(where: ExampleCard.isTranscript)
        return """
            <p>\(verdict(content))\(shown(content))</p>
            \(note)\(hasTranscripts ? ExampleCard.legend : "")\
            <div class="examples">
            \(content.examples.map {
                ExampleCard.render($0, metric: content.metric, groupBy: content.task.groupBy)
            })</div>

            """
    }

    /// How many examples are perfect.
    private static func verdict(_ content: Content) -> HTML {
        guard let metric = content.metric?.title else { return "" }
        let scored = Numbers.count(content.scored, "scored example")
        return content.imperfect == 0
            ? "Every one of the \(scored) is perfect by \(metric). "
            : """
            By \(metric), \(Numbers.grouped(content.imperfect)) of \(scored) \
            \(content.imperfect == 1 ? "is" : "are") not perfect. 
            """
    }

    /// By what rule the examples below were chosen.
    private static func shown(_ content: Content) -> HTML {
        if content.examples.count == content.task.requests { return "All are shown." }
        let parts = ExamplePick.allCases.compactMap { pick -> String? in
            let count = content.examples.count { $0.picks.contains(pick) }
            guard count > 0 else { return nil }
            return switch pick {
            case .worst: count == 1 ? "the worst" : "the \(count) worst"
            case .random: "\(count) drawn at random by the run's seed"
            case .failed: "\(count) without an answer"
            case .flipped:
                "\(count) whose answer flipped between right and wrong under a perturbation"
            }
        }
        return "Shown: \(parts.joined(separator: ", "))."
    }
}
