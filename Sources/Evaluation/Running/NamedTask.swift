import Domain
import Ingestion
import Perturbations
import Scoring

/// A task of a suite with its names looked up: kind, metrics, options, format.
struct NamedTask {
    let suite: SuiteTask
    let type: any EvaluationTask.Type
    private(set) var metrics: [AnyMetric]
    /// The ways in which it is asked: as it is, then with each perturbation, then with each further seed.
    private(set) var variants: [TaskVariant]
    /// Nil where the dataset must be in the database already.
    let format: (any DatasetFormat.Type)?

    /// Looks everything up, and refuses metrics that the task cannot feed.
    ///
    /// - Parameters:
    ///   - suite: The task as the suite says it.
    ///   - seed: The suite's, of which perturbations are made.
    ///   - textScorers: The names of the text scorers that the suite declares.
    /// - Throws: ``EvaluationError/suite(file:line:reason:)``.
    init(_ suite: SuiteTask, seed: UInt64, textScorers: [String] = []) throws {
        self.suite = suite
        do {
            type = try taskCatalog(suite.task)
        } catch {
            throw suite.settings.error(at: "task", "\(error)")
        }
        try suite.options.refuseUnknown(
            type.options.map(\.name),
            kind: "option of the task \(type.name)"
        )
        let made = try type.init(options: suite.options)
        metrics = try suite.metrics.map { try Self.metric($0, for: made, textScorers) }
        for (index, metric) in metrics.enumerated()
        where metrics[..<index].contains(where: { $0.plan == metric.plan }) {
            throw suite.metrics[index].options.error("the metric '\(metric.name)' is given twice")
        }
        let asked = type
        let perturbations = try suite.perturbations.map { try $0.made(seed: seed, for: asked) }
        for (index, perturbation) in perturbations.enumerated()
        where perturbations[..<index].contains(where: { $0.identity == perturbation.identity }) {
            throw suite.perturbations[index].options.error(
                "the perturbation '\(perturbation.identity.name)' is given twice with equal options"
            )
        }
        format = try Self.format(suite.dataset, for: type)
        variants = [TaskVariant(task: made, options: suite.options)]
        variants += zip(perturbations, suite.perturbations).map { perturbation, asked in
            TaskVariant(
                task: made,
                options: suite.options,
                perturbation: perturbation,
                refusal: { asked.options.error($0) }
            )
        }
        variants += try (1..<max(1, suite.repeats)).map {
            try TaskVariant(repetition: $0, of: suite)
        }
    }

    /// The task as it is.
    var task: any EvaluationTask { variants[0].task }

    /// Fills in what the options leave to the dataset.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` if the dataset has no labels.
    mutating func complete(labels: () throws -> [String]) throws {
        for index in variants.indices {
            variants[index].task = try variants[index].task.completed {
                let labels = try labels()
                guard !labels.isEmpty else {
                    throw suite.settings.error(
                        at: "task",
                        "the task \(type.name) needs the option 'candidate_labels': the dataset "
                            + "'\(suite.dataset.name)' has no labels"
                    )
                }
                return labels
            }
        }
    }

    /// Fills in the solved examples that prompts show.
    mutating func prompt(examples: (String) throws -> [Example]) throws {
        for index in variants.indices {
            variants[index].task = try variants[index].task.prompted(with: examples)
        }
    }

    /// Puts the text scorers that judge in the place of their names.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` if one does not give what a metric reads.
    mutating func identify(_ textScorers: TextScorers) throws {
        metrics = try zip(metrics, suite.metrics).map { metric, wanted in
            do { return try textScorers.identified(metric) } catch {
                throw wanted.options.error(at: "scorer", "\(error)")
            }
        }
    }

    private static func metric(
        _ wanted: SuiteMetric,
        for task: any EvaluationTask,
        _ textScorers: [String]
    ) throws -> AnyMetric {
        let metric: AnyMetric
        do {
            metric = try AnyMetric(name: wanted.name, options: wanted.options.plain)
        } catch let error as UnknownNameError {
            let line = error.kind == "metric" ? nil : error.name
            throw wanted.options.error(at: line, "\(error)")
        } catch {
            throw wanted.options.error("\(error)")
        }
        if let reason = task.objection(to: metric) { throw wanted.options.error(reason) }
        if let reason = TextScorers.objection(to: metric, declared: textScorers) {
            throw wanted.options.error(at: "scorer", reason)
        }
        return metric
    }

    private static func format(_ dataset: SuiteDataset, for task: any EvaluationTask.Type) throws
        -> (any DatasetFormat.Type)?
    {
        guard let name = dataset.format else {
            try dataset.options.refuseUnknown(SuiteReader.datasetKeys, kind: "key of a dataset")
            return nil
        }
        let format: any DatasetFormat.Type
        do {
            format = try formatCatalog(name)
        } catch {
            throw dataset.options.error("dataset '\(dataset.name)': \(error)")
        }
        let known = format.options.map(\.name) + SuiteReader.datasetKeys + ["media"]
        try dataset.options.refuseUnknown(known, kind: "key of a dataset of the format \(name)")
        guard task.datasets.contains(format.kind) else {
            throw dataset.options.error(task.mismatch(with: format.kind, of: dataset.name))
        }
        return format
    }
}

extension EvaluationTask {
    /// Says why a metric cannot be computed under this task; nil if it can.
    func objection(to metric: AnyMetric) -> String? {
        let type = Self.self
        guard type.canFeed(metric) else {
            return "the metric '\(metric.name)' takes \(metric.takes.words) and the task "
                + "\(type.name) gives \(type.gives.map(\.words).joined(separator: " and "))"
        }
        return objection(to: metric.name, options: metric.parameters)
            .map { "the metric '\(metric.name)' cannot be computed: \($0)" }
    }

    /// Whether the task's answers are what a metric takes, or become it once a text scorer has judged.
    static func canFeed(_ metric: AnyMetric) -> Bool {
        gives.contains(metric.takes == .scoredTexts ? .texts : metric.takes)
    }

    /// That a dataset is not of a kind that the task can ask about.
    static func mismatch(with kind: DatasetKind, of name: String) -> String {
        let expected = datasets.map(\.rawValue).sorted().joined(separator: " or ")
        return "the task \(Self.name) asks about \(expected) and the dataset '\(name)' "
            + "is of kind \(kind.rawValue)"
    }
}

extension Outcome.Kind {
    var words: String {
        switch self {
        case .labels: "classes with scores"
        case .text: "a text"
        case .answers: "answer values"
        case .ranks: "retrieval ranks"
        case .tags: "a tag for each word"
        case .likelihoods: "log-likelihoods of texts"
        case .texts: "several texts"
        case .scoredTexts: "texts that a text scorer has judged"
        case .similarity: "a caption's similarities"
        }
    }
}
