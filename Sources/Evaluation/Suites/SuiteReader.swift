import Domain
import Foundation
import Storage

/// Reads a suite's file, and names file, line and nearest known word of every mistake.
package struct SuiteReader {
    private let file: String
    private let folder: String

    /// Reads a suite from its YAML file, or from its folder, in which `suite.yaml` or the file that
    /// is named like the folder is looked for.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)``.
    package static func read(_ path: String) throws -> Suite {
        let file = try locate(path)
        return try parse(YAMLValue.text(of: file), file: file)
    }

    /// Reads a suite from its text; its paths are relative to the folder of `file`.
    package static func parse(_ yaml: String, file: String) throws -> Suite {
        let folder = URL(fileURLWithPath: file).standardizedFileURL.deletingLastPathComponent()
        let reader = SuiteReader(file: file, folder: folder.path)
        return try reader.suite(YAMLValue(parsing: yaml, file: file), yaml: yaml)
    }

    private static func locate(_ path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw EvaluationError.suite(
                file: path,
                line: nil,
                reason: "there is no such suite; give its folder or its YAML file"
            )
        }
        guard isFolder.boolValue else { return path }
        let folder = URL(fileURLWithPath: path).standardizedFileURL
        let names = ["suite", folder.lastPathComponent].flatMap { ["\($0).yaml", "\($0).yml"] }
        for name in names {
            // As the user wrote it, so that messages show a path that is known to them.
            let file = path.hasSuffix("/") ? path + name : path + "/" + name
            if FileManager.default.fileExists(atPath: file) { return file }
        }
        throw EvaluationError.suite(
            file: path,
            line: nil,
            reason: "the folder has no suite; looked for \(names.joined(separator: ", "))"
        )
    }

    // MARK: - Parts

    private func suite(_ root: YAMLValue, yaml: String) throws -> Suite {
        let members = try members(root, owner: "the suite")
        let settings = Settings(
            owner: "the suite",
            file: file,
            line: root.line,
            values: members.mapValues { Setting($0.value.json, line: $0.line) }
        )
        try settings.refuseUnknown(
            ["name", "version", "tasks", "models", "text_scorers", "seed"] + SuiteAbout.keys,
            kind: "key of a suite"
        )
        let models = try list(members, "models", of: settings).map(model)
        let tasks = try list(members, "tasks", of: settings).map { try task($0, models: models) }
        for (index, model) in models.enumerated()
        where models[..<index].contains(where: { $0.name == model.name }) {
            throw EvaluationError.suite(
                file: file,
                line: model.line,
                reason: "two models are named '\(model.name)'; a run tells them apart by name"
            )
        }
        return Suite(
            file: file,
            folder: folder,
            name: try settings.requiredString("name"),
            version: try settings.string("version") ?? "1",
            about: SuiteAbout(
                description: try settings.string("description"),
                source: try settings.string("source"),
                license: try settings.string("license"),
                citation: try settings.string("citation"),
                obtain: try settings.string("obtain")
            ),
            seed: UInt64(try settings.integer("seed", in: 0...Int.max) ?? 0),
            tasks: tasks,
            models: models,
            textScorers: try textScorers(members, of: settings),
            yaml: yaml
        )
    }

    private func task(_ value: YAMLValue, models: [SuiteModel]) throws -> SuiteTask {
        let members = try members(value, owner: "a task")
        let name = members["task"]?.value.text
        let owner = name.map { "task '\($0)'" } ?? "a task"
        let settings = Settings(
            owner: owner,
            file: file,
            line: value.line,
            values: members.mapValues { Setting($0.value.json, line: $0.line) }
        )
        try settings.refuseUnknown(
            Self.taskKeys,
            kind: "key of a task"
        )
        guard let dataset = members["dataset"]?.value else {
            throw settings.error("\(owner) needs 'dataset'")
        }
        let wanted = try settings.strings("models")
        for model in wanted ?? [] where !models.contains(where: { $0.name == model }) {
            let unknown = UnknownNameError(kind: "model", name: model, known: models.map(\.name))
            throw settings.error(at: "models", unknown.description)
        }
        return SuiteTask(
            task: try settings.requiredString("task"),
            dataset: try self.dataset(dataset),
            split: try settings.string("split"),
            limit: try settings.integer("limit", in: 1...Int.max),
            metrics: try list(members, "metrics", of: settings).map(metric).flatMap(\.expanded),
            groupBy: try groupings(members["group_by"]?.value, settings),
            clusterBy: try settings.string("cluster_by").map { $0 == "none" ? "" : $0 },
            perturbations: try members["perturbations"] == nil
                ? [] : list(members, "perturbations", of: settings).map(perturbation),
            repeats: try settings.integer("repeats", in: 1...1_000) ?? 1,
            models: wanted,
            options: try options(members["options"]?.value, owner: owner, line: value.line),
            settings: settings
        )
    }

    private func dataset(_ value: YAMLValue) throws -> SuiteDataset {
        if let name = value.text {
            let options = Settings(owner: "dataset '\(name)'", file: file, line: value.line)
            return SuiteDataset(name: name, options: options, line: value.line)
        }
        let members = try members(value, owner: "a dataset", or: "a name")
        let all = Settings(
            owner: "a dataset",
            file: file,
            line: value.line,
            values: members.mapValues { Setting($0.value.json, line: $0.line) }
        )
        let own = Self.datasetKeys
        let source = try all.string("source").map(absolute)
        if (source == nil) != (try all.string("format") == nil) {
            throw all.error("a dataset that is to be ingested needs both 'format' and 'source'")
        }
        let name =
            try all.string("name")
            ?? source.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent }
        guard let name, !name.isEmpty else { throw all.error("a dataset needs 'name'") }
        return SuiteDataset(
            name: name,
            format: try all.string("format"),
            source: source,
            split: try all.string("split"),
            license: try all.string("license"),
            version: try all.string("version"),
            options: Settings(
                owner: "dataset '\(name)'",
                file: file,
                line: value.line,
                values: all.values.filter { !own.contains($0.key) }
            ),
            line: value.line
        )
    }

    private static let taskKeys = [
        "task", "dataset", "split", "limit", "metrics", "group_by", "cluster_by", "perturbations",
        "repeats", "models", "options",
    ]

    /// A name, or a list of names and of lists of names that are crossed.
    private func groupings(_ value: YAMLValue?, _ settings: Settings) throws -> [Grouping] {
        guard let value, value.json != .null else { return [] }
        if let name = value.text { return [Grouping([name])] }
        let mistake = settings.error(
            at: "group_by",
            "'group_by' must be a list of texts, or of lists of two or more that are crossed"
        )
        guard let list = value.list else { throw mistake }
        return try list.map { member in
            if let name = member.text { return Grouping([name]) }
            guard let names = member.list?.map(\.text), names.count >= 2, !names.contains(nil)
            else { throw mistake }
            return Grouping(names.compactMap(\.self))
        }
    }

    /// The keys of a dataset that are not its format's options.
    static let datasetKeys = ["name", "format", "source", "split", "license", "version"]

    private func metric(_ value: YAMLValue) throws -> SuiteMetric {
        let (name, options) = try nameAndOptions(value, kind: "metric")
        return SuiteMetric(name: name, options: options, line: value.line)
    }

    private func perturbation(_ value: YAMLValue) throws -> SuitePerturbation {
        let (name, options) = try nameAndOptions(value, kind: "perturbation")
        return SuitePerturbation(name: name, options: options, line: value.line)
    }

    /// A name, or a mapping of one name to its options.
    private func nameAndOptions(_ value: YAMLValue, kind: String) throws -> (String, Settings) {
        if let name = value.text {
            return (name, Settings(owner: "\(kind) '\(name)'", file: file, line: value.line))
        }
        guard let members = value.mapping, members.count == 1, let member = members.first else {
            throw value.error("a \(kind) is a name or 'name: { option: value }'")
        }
        let owner = "\(kind) '\(member.name)'"
        return (member.name, try options(member.value, owner: owner, line: member.line))
    }

    private func model(_ value: YAMLValue) throws -> SuiteModel {
        let (name, backend, settings) = try named(value, "model", kind: "backend")
        return SuiteModel(name: name, backend: backend, settings: settings, line: value.line)
    }

    /// Reads a mapping with a name, a kind and the settings of that kind.
    ///
    /// - Parameters:
    ///   - value: The mapping.
    ///   - what: What is named, for errors.
    ///   - kind: The key that the kind stands under.
    /// - Returns: Both texts, and the settings without them.
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` if it is no mapping or has no such text.
    private func named(_ value: YAMLValue, _ what: String, kind: String) throws -> (
        name: String, kind: String, settings: Settings
    ) {
        let members = try members(value, owner: "a \(what)")
        let settings = Settings(
            owner: members["name"]?.value.text.map { "\(what) '\($0)'" } ?? "a \(what)",
            file: file,
            line: value.line,
            values: members.mapValues { Setting($0.value.json, line: $0.line) }
        )
        let own = Settings(
            owner: settings.owner,
            file: file,
            line: value.line,
            values: settings.values.filter { $0.key != "name" && $0.key != kind }
        )
        return (try settings.requiredString("name"), try settings.requiredString(kind), own)
    }

    /// The text scorers, whose names are unique; none where the suite has no such key.
    private func textScorers(_ members: Members, of settings: Settings) throws -> [SuiteTextScorer]
    {
        guard members["text_scorers"] != nil else { return [] }
        let scorers = try list(members, "text_scorers", of: settings).map(textScorer)
        for (index, scorer) in scorers.enumerated()
        where scorers[..<index].contains(where: { $0.name == scorer.name }) {
            throw scorer.settings.error(
                "two text scorers are named '\(scorer.name)'; metrics tell them apart by name"
            )
        }
        return scorers
    }

    private func textScorer(_ value: YAMLValue) throws -> SuiteTextScorer {
        let (name, kind, settings) = try named(value, "text scorer", kind: "kind")
        return SuiteTextScorer(name: name, kind: kind, settings: settings, line: value.line)
    }

    // MARK: - Pieces

    private typealias Members = [String: (value: YAMLValue, line: Int)]

    private func members(_ value: YAMLValue, owner: String, or alternative: String? = nil) throws
        -> Members
    {
        guard let mapping = value.mapping else {
            let also = alternative.map { " or \($0)" } ?? ""
            throw value.error("\(owner) must be a mapping of keys to values\(also)")
        }
        return Members(
            mapping.map { ($0.name, ($0.value, $0.line)) },
            uniquingKeysWith: { _, last in last }
        )
    }

    private func list(_ members: Members, _ name: String, of settings: Settings) throws
        -> [YAMLValue]
    {
        guard let member = members[name] else {
            throw settings.error("\(settings.owner) needs '\(name)'")
        }
        guard let list = member.value.list, !list.isEmpty else {
            throw settings.error(at: name, "'\(name)' must be a list of at least one member")
        }
        return list
    }

    private func options(_ value: YAMLValue?, owner: String, line: Int) throws -> Settings {
        guard let value, value.json != .null else {
            return Settings(owner: owner, file: file, line: line)
        }
        let members = try members(value, owner: "the options of \(owner)")
        return Settings(
            owner: owner,
            file: file,
            line: value.line,
            values: members.mapValues { Setting($0.value.json, line: $0.line) }
        )
    }

    /// A path of the suite, made absolute.
    private func absolute(_ path: String) -> String { Self.absolute(path, in: folder) }

    /// A path that is relative to a suite's folder, made absolute.
    static func absolute(_ path: String, in folder: String) -> String {
        URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
            .standardizedFileURL.path
    }
}
