import Domain
import Scoring
import Storage

/// Makes every figure of a metric from its stored tallies: over all examples, by group, and how far groups
/// lie apart.
struct FigureMaker {
    let store: Store
    let task: TaskRecord
    let metric: AnyMetric
    let metricID: Int64
    let seed: UInt64
    /// What examples stray together by, if any do.
    private let clusterBy: String?
    /// Of all examples.
    private let all: [TallyCount]

    init(
        store: Store,
        task: TaskRecord,
        metric: AnyMetric,
        metricID: Int64,
        seed: UInt64
    ) throws {
        self.store = store
        self.task = task
        self.metric = metric
        self.metricID = metricID
        self.seed = seed
        let all = try Self.tallies(store, metricID, by: [], clusterBy: task.clusterBy)
        let isClustered = haveClusters(all.lazy.map { ($0.cluster, $0.count) })
        clusterBy = isClustered ? task.clusterBy : nil
        self.all =
            isClustered || task.clusterBy == nil
            ? all : try Self.tallies(store, metricID, by: [], clusterBy: nil)
    }

    /// Makes the figures.
    ///
    /// - Parameter failures: Examples without an answer.
    /// - Returns: That of all examples first; none for a metric that only counts.
    /// - Throws: ``MetricError/tally(metric:stored:)`` for a tally that cannot be read.
    func figures(failures: Int) throws -> [GroupFigure] {
        guard metric.hasValue else { return [] }
        let whole = try metric.figure(of: all, failures: failures, seed: seed)
        var figures = [GroupFigure(figure: whole)]
        for (name, error) in try metric.clusteredStandardErrors(of: all).sorted(by: {
            $0.key < $1.key
        }) {
            let figure = Figure(
                value: error,
                interval: nil,
                count: whole.count,
                failures: failures,
                clusters: whole.clusters
            )
            figures.append(GroupFigure(statistic: name, figure: figure))
        }
        let size = GroupSize(overall: whole, isShare: metric.isShare)
        for grouping in try Grouping.list(task.groupBy) {
            figures += try self.figures(of: grouping, size: size)
        }
        return figures
    }

    private func figures(of grouping: Grouping, size: GroupSize?) throws -> [GroupFigure] {
        let tallies = try Self.tallies(
            store,
            metricID,
            by: grouping.attributes,
            clusterBy: clusterBy
        )
        let failed = try store.failures(taskID: task.id, groupedBy: grouping.attributes)
        var ofTargets: [String: Figure]?
        let isTarget = try grouping.attributes == ["label"] && !hasAttribute("label")
        if isTarget {
            var targets: [String: (count: Int, failures: Int)] = [:]
            for item in tallies { targets[item.group ?? "", default: (0, 0)].count += item.count }
            for (name, count) in failed { targets[name, default: (0, 0)].failures = count }
            var counts: [String: Int] = [:]
            for item in all { counts[item.tally, default: 0] += item.count }
            ofTargets = try metric.figures(targets: targets, tallies: counts, seed: seed)
        }
        let groups =
            try ofTargets ?? metric.figures(ofGroups: tallies, failures: failed, seed: seed)
        var figures = groups.map { name, figure in
            var figure = figure
            let notes = [figure.note, size?.note(count: figure.count)].compactMap(\.self)
            figure.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
            return GroupFigure(attribute: grouping.name, group: name, figure: figure)
        }
        // Classes are what is told apart, not whom it is done to: how unlike they are is no unfairness.
        guard !isTarget else { return figures }
        for statistic in try metric.groupStatistics(of: tallies, seed: seed) {
            figures.append(
                GroupFigure(
                    statistic: statistic.name,
                    attribute: grouping.name,
                    figure: statistic.figure
                )
            )
        }
        for ratio in try metric.rateRatios(of: tallies) {
            figures.append(
                GroupFigure(
                    statistic: "rate_ratio",
                    attribute: grouping.name,
                    group: ratio.group,
                    figure: ratio.figure
                )
            )
        }
        return figures
    }

    private static func tallies(
        _ store: Store,
        _ metricID: Int64,
        by attributes: [String],
        clusterBy: String?
    ) throws -> [TallyCount] {
        try store.tallies(metricID: metricID, groupedBy: attributes, clusterBy: clusterBy)
            .map {
                TallyCount(tally: $0.tally, count: $0.count, cluster: $0.cluster, group: $0.group)
            }
    }

    /// Whether the dataset has an attribute of the name, which goes before the target's label.
    private func hasAttribute(_ name: String) throws -> Bool {
        try store.attributeNames(datasetID: task.datasetID).contains(name)
    }
}
