import Digests
import Domain
import Foundation
import Ingestion
import Perturbations
import Scoring
package import Storage

/// Finds everything that a suite names, before the first prediction is asked for.
///
/// Names and options are looked up first, then models are loaded, then datasets are ingested which
/// the database does not have, then each is held against each. Only when all of it fits are models
/// and decoding options entered in the database.
package struct Resolver {
    private let store: Store
    private let options: RunOptions
    /// Told of what takes a while: "ingesting speech".
    private let report: (String) -> Void

    package init(store: Store, options: RunOptions, report: @escaping (String) -> Void = { _ in }) {
        self.store = store
        self.options = options
        self.report = report
    }

    /// Resolves a suite.
    ///
    /// - Throws: ``EvaluationError`` for whatever does not fit; an error of ingestion or storage.
    package func resolve(_ suite: Suite) throws -> ResolvedRun {
        let suite = try overridden(suite)
        let scorerNames = suite.textScorers.map(\.name)
        var named = try suite.tasks.map {
            try NamedTask($0, seed: suite.seed, textScorers: scorerNames)
        }
        let scorerTypes = try suite.textScorers.map(textScorerType)
        let backends = try suite.models.map { try loaded($0, suite) }
        let textScorers = TextScorers(
            try zip(suite.textScorers, scorerTypes).map { try loaded($0, $1, suite) },
            architectures: options.architectures
        )
        for index in named.indices { try named[index].identify(textScorers) }
        var tasks: [ResolvedTask] = []
        var plans: [TaskPlan] = []
        let datasets = try named.map {
            try DatasetResolver(store: store, report: report).resolve($0)
        }
        for index in named.indices {
            let id = datasets[index].id, split = named[index].suite.split
            try named[index].complete {
                try store.labelCounts(datasetID: id, split: split).map(\.label).sorted()
            }
            try named[index].prompt { split in
                try store.examples(datasetID: id, split: split, limit: Self.mostSolvedExamples)
                    .map(\.example)
            }
        }
        for (task, dataset) in zip(named, datasets) {
            for (model, backend) in zip(suite.models, backends)
            where task.suite.models?.contains(model.name) ?? true {
                for variant in task.variants {
                    tasks.append(try join(task, variant, dataset, model, backend))
                }
            }
        }
        // From here on nothing can be refused.
        for (task, dataset) in zip(named, datasets) {
            for model in suite.models where task.suite.models?.contains(model.name) ?? true {
                let first = plans.count
                for variant in task.variants {
                    let base = plans.count == first ? nil : first
                    plans.append(
                        try plan(task, variant, dataset, model, tasks[plans.count], base: base)
                    )
                }
            }
        }
        let plan = RunPlan(
            suiteName: suite.name,
            suiteVersion: suite.version,
            suiteYAML: suite.yaml,
            digest: digest(suite, plans, tasks).hexadecimal,
            seed: Int(truncatingIfNeeded: suite.seed),
            manifest: try Manifest.make(
                seed: suite.seed,
                options: options,
                store: store,
                tasks: named,
                textScorers: textScorers,
                usesNativeModels: suite.models.contains { $0.backend == NativeBackend.name }
                    || suite.textScorers.contains { $0.kind == ClassifierScorer.kind }
            ),
            tasks: plans
        )
        return ResolvedRun(suite: suite, plan: plan, tasks: tasks, textScorers: textScorers)
    }

    /// Of a split so many examples at most are drawn from for prompts, the first ones.
    private static let mostSolvedExamples = 10_000

    // MARK: - Steps

    /// The suite with the command line's models and limit in it.
    private func overridden(_ suite: Suite) throws -> Suite {
        var suite = suite
        for (name, path) in options.overrides.sorted(by: { $0.key < $1.key }) {
            guard let index = suite.models.firstIndex(where: { $0.name == name }) else {
                let unknown = UnknownNameError(
                    kind: "model of the suite",
                    name: name,
                    known: suite.models.map(\.name)
                )
                throw EvaluationError.option(name: "--model", reason: unknown.description)
            }
            let backend = try backendType(suite.models[index])
            guard let setting = backend.pathSetting else {
                throw EvaluationError.option(
                    name: "--model",
                    reason: "the model '\(name)' is a \(backend.name) and has no path to replace"
                )
            }
            // A path of the command line is relative to where the command is given.
            let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
            let value = backend.name == CommandBackend.name ? path : absolute
            suite.models[index].settings.set(setting, to: .string(value))
        }
        for (name, path) in options.textScorerPaths.sorted(by: { $0.key < $1.key }) {
            guard let index = suite.textScorers.firstIndex(where: { $0.name == name }) else {
                let unknown = UnknownNameError(
                    kind: "text scorer of the suite",
                    name: name,
                    known: suite.textScorers.map(\.name)
                )
                throw EvaluationError.option(name: "--text-scorer", reason: unknown.description)
            }
            guard let setting = try textScorerType(suite.textScorers[index]).pathSetting else {
                throw EvaluationError.option(
                    name: "--text-scorer",
                    reason: "the text scorer '\(name)' has no path to replace"
                )
            }
            let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
            suite.textScorers[index].settings.set(setting, to: .string(absolute))
        }
        if let limit = options.limit {
            for index in suite.tasks.indices {
                suite.tasks[index].limit = min(limit, suite.tasks[index].limit ?? .max)
            }
        }
        return suite
    }

    private func backendType(_ model: SuiteModel) throws -> any Backend.Type {
        do {
            return try backendCatalog(model.backend)
        } catch {
            throw model.settings.error("\(model.settings.owner): \(error)")
        }
    }

    private func loaded(_ model: SuiteModel, _ suite: Suite) throws -> any Backend {
        let type = try backendType(model)
        try model.settings.refuseUnknown(
            type.settings.map(\.name),
            kind: "setting of the backend \(type.name)"
        )
        return try type.init(
            BackendContext(
                name: model.name,
                settings: model.settings,
                folder: suite.folder,
                seed: suite.seed,
                threads: options.threads,
                architectures: options.architectures
            )
        )
    }

    /// The kind of a text scorer, which knows its settings.
    private func textScorerType(_ scorer: SuiteTextScorer) throws -> any TextScorer.Type {
        let type: any TextScorer.Type
        do { type = try textScorerCatalog(scorer.kind) } catch {
            throw scorer.settings.error("\(scorer.settings.owner): \(error)")
        }
        try scorer.settings.refuseUnknown(
            type.settings.map(\.name),
            kind: "setting of the text scorer \(type.kind)"
        )
        return type
    }

    private func loaded(
        _ scorer: SuiteTextScorer,
        _ type: any TextScorer.Type,
        _ suite: Suite
    ) throws -> any TextScorer {
        try type.init(
            TextScorerContext(
                name: scorer.name,
                settings: scorer.settings,
                folder: suite.folder,
                threads: options.threads,
                architectures: options.architectures
            )
        )
    }

    private func join(
        _ task: NamedTask,
        _ variant: TaskVariant,
        _ dataset: DatasetRecord,
        _ model: SuiteModel,
        _ backend: any Backend
    ) throws -> ResolvedTask {
        let split = task.suite.split
        let labels = LabelSource(store: store, dataset: dataset, split: split)
        let context = TaskContext(
            task: task.type.name,
            output: task.type.output,
            decoding: variant.task.decoding,
            files: variant.task.files,
            labels: { try labels.count() }
        )
        let total = try store.exampleCount(datasetID: dataset.id, split: split)
        let made = try backend.model(for: context)
        if variant.perturbation != nil, made.scope == .example {
            throw variant.refusal(
                "the model '\(model.name)' has answers to the examples as they are, and not to perturbed "
                    + "ones; leave it out with the task's 'models'"
            )
        }
        return ResolvedTask(
            task: variant.task,
            dataset: dataset,
            split: split,
            exampleCount: min(total, task.suite.limit ?? .max),
            model: made,
            modelName: model.name,
            perturbation: variant.perturbation
        )
    }

    private func plan(
        _ task: NamedTask,
        _ variant: TaskVariant,
        _ dataset: DatasetRecord,
        _ model: SuiteModel,
        _ resolved: ResolvedTask,
        base: Int?
    ) throws -> TaskPlan {
        TaskPlan(
            task: task.type.name,
            datasetID: dataset.id,
            datasetFingerprint: dataset.fingerprint,
            split: task.suite.split,
            exampleLimit: task.suite.limit,
            modelID: try store.registerModel(
                digest: resolved.model.identity.digest,
                name: model.name,
                backend: model.backend,
                identity: resolved.model.identity.description
            ),
            modelName: model.name,
            decodingID: try store.registerDecoding(
                task: task.type.name,
                options: variant.task.decoding
            ),
            groupBy: .array(task.suite.groupBy.map(\.json)),
            metrics: task.metrics.map(\.plan),
            options: variant.options.plain,
            clusterBy: try cluster(task, dataset),
            base: base,
            perturbation: variant.perturbation?.identity.json,
            repetition: variant.repetition
        )
    }

    /// What examples stray together by: what the suite says, else the speaker, the document, the table or
    /// the picture that some of them share.
    private func cluster(_ task: NamedTask, _ dataset: DatasetRecord) throws -> String? {
        if let named = task.suite.clusterBy { return named.isEmpty ? nil : named }
        let attributes = try store.attributeNames(datasetID: dataset.id)
        switch DatasetKind(rawValue: dataset.kind) {
        case .speech: return attributes.contains("speaker") ? "speaker" : nil
        case .text: return attributes.contains("document") ? "document" : nil
        case .table, .caption: return "medium"
        case .image, nil: return nil
        }
    }

    /// Of everything that decides the run's numbers; not of batch size and threads, which do not.
    private func digest(_ suite: Suite, _ plans: [TaskPlan], _ tasks: [ResolvedTask])
        -> SHA256Digest
    {
        var hasher = SHA256Hasher()
        for field in [suite.name, suite.version, String(suite.seed)] { hasher.update(field: field) }
        for (plan, task) in zip(plans, tasks) {
            hasher.update(field: plan.task)
            hasher.update(field: task.dataset.name)
            hasher.update(field: plan.datasetFingerprint)
            hasher.update(field: plan.split)
            hasher.update(field: plan.exampleLimit.map(String.init))
            hasher.update(field: plan.modelName)
            hasher.update(field: task.model.identity.digest.hexadecimal)
            hasher.update(field: JSONValue.object(task.task.decoding).text)
            // What decides no answer may decide what it is taken for, as how it is matched to choices.
            let other = plan.options.filter { task.task.decoding[$0.key] == nil }
            if !other.isEmpty { hasher.update(field: JSONValue.object(other).text) }
            hasher.update(field: plan.groupBy.text)
            hasher.update(field: plan.clusterBy)
            // Only where there are some, so that other runs keep the digest that they had before.
            if let perturbation = plan.perturbation { hasher.update(field: perturbation.text) }
            if plan.repetition > 0 { hasher.update(field: "repetition \(plan.repetition)") }
            hasher.update(field: String(plan.metrics.count))
            for metric in plan.metrics {
                hasher.update(field: metric.name)
                hasher.update(field: JSONValue.object(metric.options).text)
            }
        }
        return hasher.finish()
    }
}

extension AnyMetric {
    var plan: MetricPlan {
        MetricPlan(
            name: name,
            options: parameters,
            higherIsBetter: higherIsBetter,
            isShare: isShare
        )
    }
}

/// Counts the labels that a baseline is fitted on: those of the split `train` if the dataset has
/// one, else those of the split that is evaluated.
private struct LabelSource: Sendable {
    let store: Store
    let dataset: DatasetRecord
    let split: String?

    func count() throws -> FittedLabels {
        let splits = try store.splits(datasetID: dataset.id).map(\.split)
        if splits.contains("train"), split != "train" {
            let counts = try store.labelCounts(datasetID: dataset.id, split: "train")
            if !counts.isEmpty {
                return FittedLabels(source: "\(dataset.name), split train", counts: counts)
            }
        }
        let counts = try store.labelCounts(datasetID: dataset.id, split: split)
        let part = split.map { "split \($0)" } ?? "all examples"
        return FittedLabels(
            source: "\(dataset.name), \(part): the evaluated examples themselves",
            counts: counts
        )
    }
}
