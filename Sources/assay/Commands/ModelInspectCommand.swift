import Architectures
import ArgumentParser
import Checkpoints
import Domain
import Evaluation
import Inference

/// `assay model inspect DIR`: what a checkpoint folder is.
struct ModelInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Says what a checkpoint folder is, and what it lacks.",
        discussion: "The exit status is 1 if the model cannot be loaded."
    )

    @Argument(help: ArgumentHelp("The checkpoint folder.", valueName: "dir"))
    var folder: String

    @Flag(help: "Prints JSON.")
    var json = false

    func run() throws {
        let summary = ModelSummary(folder: folder, catalog: modelCatalog)
        let tasks = summary.model.map { NativeTasks.possible(for: $0, folder: folder) } ?? []
        if json {
            Swift.print(Self.json(summary, tasks).text)
        } else {
            Self.print(summary, tasks)
        }
        if summary.model == nil { throw ExitCode.failure }
    }

    private static func print(_ summary: ModelSummary, _ tasks: [String]) {
        func line(_ name: String, _ value: String) {
            Swift.print(name + String(repeating: " ", count: 14 - name.count) + value)
        }
        line("model type", summary.modelType ?? "unknown")
        line("class", summary.architecture ?? "not named")
        line("parameters", "\(summary.parameterCount)")
        let types = types(summary).map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        line("stored as", types.isEmpty ? "nothing that can be read" : types)
        line("memory", megabytes(summary.weightBytes) + " for the weights")
        if let vocabulary = summary.vocabulary {
            line("vocabulary", "\(vocabulary.count) tokens, \(vocabulary.kind)")
        }
        if !summary.labels.isEmpty {
            line("labels", "\(summary.labels.count): \(short(summary.labels))")
        }
        line("licence", summary.license ?? "not stated in README.md")
        line(
            "missing",
            summary.missingFiles.isEmpty ? "nothing" : summary.missingFiles.joined(separator: ", ")
        )
        if !summary.leftOver.isEmpty {
            line("left over", "\(summary.leftOver.count): \(short(summary.leftOver))")
        }
        line("tasks", tasks.isEmpty ? "none" : tasks.joined(separator: ", "))
        for problem in summary.problems { line("problem", problem) }
    }

    private static func short(_ names: [String]) -> String {
        names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
    }

    private static func json(_ summary: ModelSummary, _ tasks: [String]) -> JSONValue {
        .object([
            "modelType": summary.modelType.map(JSONValue.string) ?? .null,
            "architecture": summary.architecture.map(JSONValue.string) ?? .null,
            "parameters": .integer(summary.parameterCount),
            "parametersByType": .object(
                Dictionary(uniqueKeysWithValues: types(summary).map { ($0.0, .integer($0.1)) })
            ),
            "weightBytes": .integer(summary.weightBytes),
            "vocabulary": summary.vocabulary.map {
                .object(["kind": .string($0.kind), "tokens": .integer($0.count)])
            } ?? .null,
            "labels": .array(summary.labels.map(JSONValue.string)),
            "license": summary.license.map(JSONValue.string) ?? .null,
            "missingFiles": .array(summary.missingFiles.map(JSONValue.string)),
            "leftOver": .array(summary.leftOver.map(JSONValue.string)),
            "tasks": .array(tasks.map(JSONValue.string)),
            "problems": .array(summary.problems.map(JSONValue.string)),
        ])
    }

    private static func types(_ summary: ModelSummary) -> [(String, Int)] {
        summary.parametersByType.map { ($0.key.rawValue, $0.value) }.sorted { $0.0 < $1.0 }
    }

    private static func megabytes(_ bytes: Int) -> String {
        let tenths = (bytes * 10 + 524_288) / 1_048_576
        return "\(tenths / 10).\(tenths % 10) MiB"
    }
}
