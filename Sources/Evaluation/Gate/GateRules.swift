import Domain

/// The rules of a gate, as a YAML file gives them.
///
///     rules:
///       - name: recogniser good enough for women
///         metric: word_error_rate
///         options: { normalizer: basic }
///         task: automatic-speech-recognition
///         group: { sex: F }
///         at_most: 0.1
///         bound: interval
///         min_examples: 50
///       - metric: accuracy
///         no_regression: { significance: 0.05, margin: 0.01 }
///       - max_failure_rate: 0.01
package struct GateRules: Sendable, Equatable {
    package let file: String
    package let rules: [GateRule]

    /// Whether a rule holds the run against another one.
    package var needsBaseline: Bool {
        rules.contains {
            $0.conditions.contains { if case .noRegression = $0 { true } else { false } }
        }
    }

    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` with the line of the mistake.
    package static func read(_ file: String) throws -> GateRules {
        try parse(YAMLValue.text(of: file), file: file)
    }

    package static func parse(_ text: String, file: String) throws -> GateRules {
        let root = try YAMLValue(parsing: text, file: file)
        guard let members = root.mapping else {
            throw root.error("rules are a mapping with the key 'rules'")
        }
        for member in members where member.name != "rules" {
            let unknown = UnknownNameError(
                kind: "key of a file of rules",
                name: member.name,
                known: ["rules"]
            )
            throw EvaluationError.suite(
                file: file,
                line: member.line,
                reason: unknown.description
            )
        }
        guard let list = members.first?.value.list, !list.isEmpty else {
            throw root.error("'rules' must be a list of at least one rule")
        }
        return GateRules(file: file, rules: try list.map(rule))
    }

    private static let keys = [
        "name", "metric", "options", "task", "dataset", "model", "perturbation", "group",
        "statistic", "at_least", "at_most", "bound", "min_examples", "max_failure_rate",
        "no_regression",
    ]

    private static func rule(_ value: YAMLValue) throws -> GateRule {
        let settings = try self.settings(value, owner: "a rule")
        try settings.refuseUnknown(keys, kind: "key of a rule")
        let conditions = try conditions(settings)
        guard !conditions.isEmpty else {
            throw settings.error(
                "a rule needs a condition: at_least, at_most, min_examples, max_failure_rate or "
                    + "no_regression"
            )
        }
        let figures = try selection(settings)
        let isOfRequests = conditions.allSatisfy {
            if case .failureRate = $0 { true } else { false }
        }
        guard figures.metric != nil || isOfRequests else {
            throw settings.error("a rule about figures needs 'metric'")
        }
        let words = conditions.map(\.words).joined(separator: ", ")
        return GateRule(
            name: try settings.string("name")
                ?? (figures.metric.map { "\($0): \(words)" } ?? words),
            line: value.line,
            figures: figures,
            conditions: conditions
        )
    }

    private static func selection(_ settings: Settings) throws -> GateRule.Selection {
        var selection = GateRule.Selection()
        selection.metric = try settings.string("metric")
        selection.options = try mapping("options", of: settings) ?? [:]
        selection.task = try settings.string("task")
        selection.dataset = try settings.string("dataset")
        selection.model = try settings.string("model")
        selection.perturbation = try settings.string("perturbation")
        selection.statistic = try settings.string("statistic") ?? selection.statistic
        if let group = try mapping("group", of: settings) {
            guard group.count == 1, let only = group.first else {
                throw settings.error(
                    at: "group",
                    "'group' must name one attribute and its value, as in { sex: F }"
                )
            }
            selection.group = (only.key, only.value.plain)
        }
        return selection
    }

    private static func conditions(_ settings: Settings) throws -> [GateRule.Condition] {
        let bound =
            try settings.choice("bound", of: GateRule.Bound.allCases.map(\.rawValue))
            .flatMap(GateRule.Bound.init(rawValue:)) ?? .value
        var conditions: [GateRule.Condition] = []
        if let limit = try number("at_least", settings) {
            conditions.append(.atLeast(limit, bound))
        }
        if let limit = try number("at_most", settings) { conditions.append(.atMost(limit, bound)) }
        if settings.values["bound"] != nil, conditions.isEmpty {
            throw settings.error(at: "bound", "'bound' goes with at_least or at_most")
        }
        if let count = try settings.integer("min_examples", in: 1...Int.max) {
            conditions.append(.examples(atLeast: count))
        }
        if let rate = try number("max_failure_rate", settings) {
            guard (0...1).contains(rate) else {
                throw settings.error(at: "max_failure_rate", "a rate is from 0 to 1, found \(rate)")
            }
            conditions.append(.failureRate(atMost: rate))
        }
        if let regression = try regression(settings) { conditions.append(regression) }
        return conditions
    }

    /// `no_regression: true`, or with its numbers.
    private static func regression(_ settings: Settings) throws -> GateRule.Condition? {
        guard let setting = settings.values["no_regression"] else { return nil }
        if setting.value == .bool(true) { return .noRegression(significance: 0.05, margin: 0) }
        guard let members = setting.value.object else {
            throw settings.error(
                at: "no_regression",
                "'no_regression' must be true or { significance: 0.05, margin: 0 }"
            )
        }
        let own = Settings(
            owner: "no_regression",
            file: settings.file,
            line: setting.line,
            values: members.mapValues { Setting($0, line: setting.line) }
        )
        try own.refuseUnknown(["significance", "margin"], kind: "key of no_regression")
        let significance = try number("significance", own) ?? 0.05
        let margin = try number("margin", own) ?? 0
        guard significance > 0, significance < 1, margin >= 0 else {
            throw own.error("significance is between 0 and 1, margin 0 or more")
        }
        return .noRegression(significance: significance, margin: margin)
    }

    private static func number(_ name: String, _ settings: Settings) throws -> Double? {
        guard let setting = settings.values[name] else { return nil }
        guard let number = setting.value.number, number.isFinite else {
            throw settings.error(
                at: name,
                "'\(name)' must be a number, found \(setting.value.text)"
            )
        }
        return number
    }

    private static func mapping(_ name: String, of settings: Settings) throws -> [String:
        JSONValue]?
    {
        guard let setting = settings.values[name] else { return nil }
        guard let members = setting.value.object else {
            throw settings.error(at: name, "'\(name)' must be a mapping of names to values")
        }
        return members
    }

    private static func settings(_ value: YAMLValue, owner: String) throws -> Settings {
        guard let mapping = value.mapping else {
            throw value.error("\(owner) must be a mapping of keys to values")
        }
        return Settings(
            owner: owner,
            file: value.file,
            line: value.line,
            values: Dictionary(
                mapping.map { ($0.name, Setting($0.value.json, line: $0.line)) },
                uniquingKeysWith: { _, last in last }
            )
        )
    }
}
