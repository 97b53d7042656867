package import Comparisons
import Domain
import Foundation
import Scoring
package import Storage

/// Holds a run to rules.
package struct Gate {
    private let store: Store
    private let rules: GateRules

    package init(store: Store, rules: GateRules) {
        self.store = store
        self.rules = rules
    }

    /// One condition of a rule, held against one figure or task.
    package struct Check: Sendable, Equatable {
        package let rule: GateRule
        package let condition: GateRule.Condition
        /// What it was held against: task, model, metric, group.
        package let subject: String
        package let hasPassed: Bool
        /// What was found, in words.
        package let found: String
    }

    /// Checks every rule against every figure that it chooses.
    ///
    /// - Parameters:
    ///   - id: A finished run.
    ///   - baseline: The run, or the model of one, that rules of regression hold it against.
    /// - Returns: The checks, at least one for each rule, in the order of the rules.
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` for a rule that chooses nothing,
    ///   ``ComparisonError/nothing(reason:)`` for a run that is not finished or has nothing in
    ///   common with the baseline.
    package func check(run id: Int64, baseline: ComparedName?) throws -> [Check] {
        let run = try store.run(id)
        guard run.status == "finished" else {
            throw ComparisonError.nothing(
                reason: "run \(id) is not finished (\(run.status)); run its suite again first"
            )
        }
        if rules.needsBaseline, baseline == nil {
            throw EvaluationError.option(
                name: "--baseline",
                reason: "\(rules.file) has rules about regressions; name the run to hold against"
            )
        }
        let tasks = try store.tasks(runID: run.id)
        return try rules.rules.flatMap { try check($0, run: run, tasks: tasks, baseline: baseline) }
    }

    private func check(
        _ rule: GateRule,
        run: RunRecord,
        tasks: [TaskRecord],
        baseline: ComparedName?
    ) throws -> [Check] {
        let chosen = tasks.filter { rule.figures.matches($0) }
        var checks: [Check] = []
        for condition in rule.conditions {
            let found: [Check]
            switch condition {
            case .failureRate(let limit):
                found = try chosen.map { try failureRate($0, atMost: limit, rule, condition) }
            case .noRegression(let significance, let margin):
                found = try regressions(
                    rule,
                    condition,
                    run: run,
                    tasks: chosen,
                    baseline: baseline,
                    significance: significance,
                    margin: margin
                )
            case .atLeast, .atMost, .examples:
                found = try figures(rule, of: chosen).map { subject, figure in
                    let (hasPassed, words) = condition.judge(figure)
                    return Check(
                        rule: rule,
                        condition: condition,
                        subject: subject,
                        hasPassed: hasPassed,
                        found: words
                    )
                }
            }
            guard !found.isEmpty else {
                throw EvaluationError.suite(
                    file: rules.file,
                    line: rule.line,
                    reason: "the rule '\(rule.name)' chooses nothing of run \(run.id), which has "
                        + (try available(tasks))
                )
            }
            checks += found
        }
        return checks
    }

    /// What the run has that a rule could choose.
    private func available(_ tasks: [TaskRecord]) throws -> String {
        try tasks.filter { $0.perturbation == nil && $0.repetition == 0 }.map { task in
            let metrics = try store.metrics(taskID: task.id).map(\.name)
            return "\(task.question) by '\(task.modelName)' (\(metrics.joined(separator: ", ")))"
        }.joined(separator: "; ")
    }

    /// The figures that a rule chooses, each with a name.
    private func figures(_ rule: GateRule, of tasks: [TaskRecord]) throws -> [(String, Figure)] {
        try tasks.flatMap { task in
            try store.metrics(taskID: task.id).filter(rule.figures.matches).flatMap { metric in
                try store.allFigures(metricID: metric.id).filter(rule.figures.matches).map {
                    (Self.subject(task, metric, $0), $0.figure)
                }
            }
        }
    }

    private static func subject(_ task: TaskRecord, _ metric: MetricRecord, _ figure: GroupFigure)
        -> String
    {
        var words = "\(task.question), \(task.modelName), \(metric.name)"
        if figure.statistic != GroupFigure.value { words += ", \(figure.statistic)" }
        if !figure.attribute.isEmpty { words += ", \(figure.attribute) \(figure.group)" }
        return words
    }

    private func failureRate(
        _ task: TaskRecord,
        atMost limit: Double,
        _ rule: GateRule,
        _ condition: GateRule.Condition
    ) throws -> Check {
        let progress = try store.progress(taskID: task.id)
        let total = progress.answered + progress.failed
        let rate = total == 0 ? 0 : Double(progress.failed) / Double(total)
        return Check(
            rule: rule,
            condition: condition,
            subject: "\(task.question), \(task.modelName)",
            hasPassed: rate <= limit,
            found: "\(progress.failed) of \(total) failed"
        )
    }

    /// Every chosen model of the run against the baseline's model of the same name, or against the
    /// one that is named.
    private func regressions(
        _ rule: GateRule,
        _ condition: GateRule.Condition,
        run: RunRecord,
        tasks: [TaskRecord],
        baseline: ComparedName?,
        significance: Double,
        margin: Double
    ) throws -> [Check] {
        guard let baseline, let metric = rule.figures.metric else { return [] }
        var models: [String] = []
        for task in tasks where !models.contains(task.modelName) { models.append(task.modelName) }
        let old = try store.tasks(runID: try store.run(baseline.run).id)
        return try models.flatMap { model -> [Check] in
            let twin = old.contains { $0.modelName == model } ? "\(baseline.run):\(model)" : nil
            let name =
                baseline.model == nil ? twin.flatMap(ComparedName.init) ?? baseline : baseline
            let sides = try ComparedModel.sides(name, ComparedName("\(run.id):\(model)"), in: store)
            var options = ComparisonOptions()
            options.metrics = [metric]
            options.significance = significance
            options.flips = 0
            let comparison = try Comparer(
                store: store,
                spokenAnswers: StoredSpokenAnswers(store),
                options: options
            )
            .compare(sides.first, sides.second)
            return comparison.tasks.filter { rule.figures.matches($0.second) }.flatMap { task in
                task.metrics.filter { rule.figures.matches($0.metric) }.map { found in
                    let worse =
                        found.metric.higherIsBetter
                        ? -found.tests.difference : found.tests.difference
                    let isWorse = found.verdict(at: significance) == .first && worse > margin
                    return Check(
                        rule: rule,
                        condition: condition,
                        subject: "\(task.second.question), \(model), \(found.metric.name)",
                        hasPassed: !isWorse,
                        found: "\(GateNumber.text(found.tests.second)) after "
                            + "\(GateNumber.text(found.tests.first)), p "
                            + GateNumber.text(found.corrected ?? found.p)
                    )
                }
            }
        }
    }
}

extension GateRule.Selection {
    func matches(_ task: TaskRecord) -> Bool {
        [(self.task, task.task), (dataset, task.dataset), (model, task.modelName)]
            .allSatisfy { $0 == nil || $0 == $1 }
            && task.perturbationIdentity?.name == perturbation && task.repetition == 0
    }

    func matches(_ metric: MetricRecord) -> Bool {
        guard metric.name == self.metric else { return false }
        let own = (try? JSONValue(parsing: metric.options))?.object ?? [:]
        return options.allSatisfy { name, wanted in
            // Normalisers are stored with their version: 'basic' is 'basic@1'.
            guard let value = own[name] else { return false }
            return value == wanted || value.plain.hasPrefix(wanted.plain + "@")
        }
    }

    func matches(_ figure: GroupFigure) -> Bool {
        figure.statistic == statistic
            && figure.attribute == group?.attribute ?? ""
            && figure.group == group?.value ?? ""
    }
}

extension GateRule.Condition {
    /// Whether a figure keeps the condition, and what was found in words.
    ///
    /// What is undefined does not.
    func judge(_ figure: Figure) -> (hasPassed: Bool, found: String) {
        guard let value = figure.value else { return (false, "undefined, n \(figure.count)") }
        let interval = figure.interval.map {
            ", \(GateNumber.text($0.lower)) to \(GateNumber.text($0.upper))"
        }
        let found = "\(GateNumber.text(value))\(interval ?? ", no interval"), n \(figure.count)"
        switch self {
        case .atLeast(let limit, let bound):
            let number = bound == .value ? value : figure.interval?.lower
            return (number.map { $0 >= limit } ?? false, found)
        case .atMost(let limit, let bound):
            let number = bound == .value ? value : figure.interval?.upper
            return (number.map { $0 <= limit } ?? false, found)
        case .examples(let least): return (figure.count >= least, found)
        case .failureRate, .noRegression: return (false, found)
        }
    }
}

/// Numbers of a gate's output: four significant digits.
enum GateNumber {
    static func text(_ number: Double) -> String {
        String(format: "%.4g", number)
    }
}
