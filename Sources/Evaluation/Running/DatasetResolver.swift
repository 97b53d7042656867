import Domain
import Ingestion
import Perturbations
import Scoring
import Storage

/// Finds a task's dataset, ingests it if the database does not have it, and holds the task's split,
/// groups and metrics against it.
struct DatasetResolver {
    let store: Store
    let report: (String) -> Void

    func resolve(_ task: NamedTask) throws -> DatasetRecord {
        let wanted = task.suite.dataset
        if task.format != nil, try needsIngestion(wanted) { try ingest(task) }
        guard let dataset = try store.findDataset(wanted.name) else {
            let unknown = UnknownNameError(
                kind: "dataset",
                name: wanted.name,
                known: try store.datasets().map(\.name)
            )
            throw wanted.options.error(
                "\(unknown) Give its format and source to have it ingested."
            )
        }
        try check(dataset, task)
        return dataset
    }

    /// Whether the database lacks it, or has only what an interrupted ingestion left.
    private func needsIngestion(_ wanted: SuiteDataset) throws -> Bool {
        guard let dataset = try store.findDataset(wanted.name) else { return true }
        return dataset.completedAt == nil
    }

    private func ingest(_ task: NamedTask) throws {
        let wanted = task.suite.dataset
        guard let source = wanted.source else { return }
        report("ingesting \(wanted.name)")
        let media = try wanted.options.string("media") ?? "embed"
        guard let storage = IngestionOptions.MediaStorage(rawValue: media) else {
            throw wanted.options.error(
                at: "media",
                "'media' must be embed or reference, found '\(media)'"
            )
        }
        var values = wanted.options.plain.mapValues(\.plain)
        values["media"] = nil
        let summary: Ingestor.Summary
        do {
            summary = try Ingestor(store: store).ingest(
                Ingestor.Request(
                    format: wanted.format,
                    source: source,
                    name: wanted.name,
                    license: wanted.license,
                    version: wanted.version,
                    options: IngestionOptions(media: storage, split: wanted.split, values: values)
                )
            )
        } catch let error as IngestionError {
            throw wanted.options.error("dataset '\(wanted.name)': \(error)")
        }
        report(
            "ingested \(wanted.name): \(summary.counts.found) found, \(summary.counts.added) "
                + "ingested, \(summary.counts.refused) refused"
        )
    }

    private func check(_ dataset: DatasetRecord, _ task: NamedTask) throws {
        let settings = task.suite.settings
        guard let kind = DatasetKind(rawValue: dataset.kind), task.type.datasets.contains(kind)
        else {
            let kind = DatasetKind(rawValue: dataset.kind) ?? .text
            throw settings.error(at: "dataset", task.type.mismatch(with: kind, of: dataset.name))
        }
        let perturbations = task.variants.compactMap(\.perturbation)
        for (perturbation, wanted) in zip(perturbations, task.suite.perturbations)
        where !perturbation.modality.isIn(kind) {
            throw wanted.options.error(
                "the perturbation '\(wanted.name)' is one of \(perturbation.modality.words) and the "
                    + "dataset '\(dataset.name)' is of kind \(kind.rawValue)"
            )
        }
        if let split = task.suite.split {
            let splits = try store.splits(datasetID: dataset.id).map(\.split)
            guard splits.contains(split) else {
                let unknown = UnknownNameError(
                    kind: "split of the dataset \(dataset.name)",
                    name: split,
                    known: splits
                )
                throw settings.error(at: "split", unknown.description)
            }
        }
        let first = try store.examples(datasetID: dataset.id, split: task.suite.split, limit: 1)
        guard let example = first.first?.example else {
            throw settings.error(at: "dataset", "the dataset '\(dataset.name)' has no examples")
        }
        for (metric, wanted) in zip(task.metrics, task.suite.metrics) where !metric.targets.isEmpty
        {
            guard let target = example.target, metric.targets.contains(target.kind) else {
                let expected = metric.targets.map(\.rawValue).sorted().joined(separator: " or ")
                throw wanted.options.error(
                    "the metric '\(metric.name)' needs targets of kind \(expected) and the dataset "
                        + "'\(dataset.name)' has \(example.target?.kind.rawValue ?? "none")"
                )
            }
        }
        var attributes = try store.attributeNames(datasetID: dataset.id)
        if case .label = example.target { attributes.append("label") }
        for name in task.suite.groupBy.flatMap(\.attributes) where !attributes.contains(name) {
            let unknown = UnknownNameError(
                kind: "attribute of the dataset \(dataset.name)",
                name: name,
                known: attributes
            )
            throw settings.error(at: "group_by", unknown.description)
        }
        if let cluster = task.suite.clusterBy, !cluster.isEmpty, cluster != "medium",
            !attributes.contains(cluster)
        {
            let unknown = UnknownNameError(
                kind: "attribute of the dataset \(dataset.name)",
                name: cluster,
                known: attributes + ["medium", "none"]
            )
            throw settings.error(at: "cluster_by", unknown.description)
        }
    }
}
