import Architectures
import ArgumentParser
import Domain
import Evaluation
import Foundation
import Storage

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs an evaluation suite.",
        discussion: """
            Everything that the suite names is found first. Answers are stored as they come; the same \
            command goes on where it was stopped, however that was, and asks for nothing twice. \
            Control-C stops after the batch in flight.

            The exit status is 0 if all is well, 1 if more examples failed than --max-failure-rate \
            allows or the suite cannot be run, 64 for a command that makes no sense, 130 after \
            Control-C.
            """
    )

    @Argument(help: "The suite's YAML file, or its folder.", completion: .file())
    var suite: String

    @Option(help: ArgumentHelp("Another path for a model of the suite.", valueName: "name=path"))
    var model: [String] = []

    @Option(
        help: ArgumentHelp("Another path for a text scorer of the suite.", valueName: "name=path")
    )
    var textScorer: [String] = []

    @Option(help: "Only the first so many examples of every task.")
    var limit: Int?

    @Option(help: "Requests that a native model is given at once; changes no answer.")
    var batchSize = 8

    @Option(help: "Threads of native models; all cores by default; changes no answer.")
    var threads: Int?

    @Option(help: "The share of failed examples, 0 to 1, above which the exit status is 1.")
    var maxFailureRate = 0.0

    @Flag(help: "Ask again for what failed before.")
    var retryFailed = false

    @Flag(help: "Go on where an earlier run of the suite stopped; always done, so not needed.")
    var resume = false

    @Flag(help: "Print the summary and the figures as JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        for item in model where !item.contains("=") {
            throw ValidationError("--model takes name=path, not '\(item)'.")
        }
        for item in textScorer where !item.contains("=") {
            throw ValidationError("--text-scorer takes name=path, not '\(item)'.")
        }
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        if batchSize < 1 { throw ValidationError("--batch-size must be 1 or more.") }
        if let threads, threads < 1 { throw ValidationError("--threads must be 1 or more.") }
        guard (0...1).contains(maxFailureRate) else {
            throw ValidationError("--max-failure-rate must be from 0 to 1.")
        }
    }

    func run() async throws {
        let suite = try SuiteReader.read(suite)
        let store = try Store.open(database.path)
        let options = RunOptions(
            overrides: Self.paths(model),
            textScorerPaths: Self.paths(textScorer),
            limit: limit,
            batchSize: batchSize,
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
            retriesFailed: retryFailed,
            architectures: modelCatalog,
            provenance: ["command": .string(Self.typed(CommandLine.arguments))]
        )
        let resolver = Resolver(store: store, options: options) { if !json { printError($0) } }
        let resolved = try resolver.resolve(suite)
        Interruption.begin()
        let display = RunDisplay(isQuiet: json)
        let runner = Runner(
            store: store,
            options: options,
            progress: display.show,
            isInterrupted: { Interruption.isRequested }
        )
        let summary: RunSummary
        do {
            summary = try await runner.run(resolved)
        } catch let failure as RunFailure {
            // What was saved is said even where the run could not go on.
            display.finish()
            if json {
                printJSON(.object(["summary": failure.summary.json]))
            } else {
                print(failure.summary)
            }
            throw failure
        }
        display.finish()
        let report = try RunReport(store: store, run: store.run(summary.runID))
        if json {
            printJSON(.object(["summary": summary.json, "run": report.json]))
        } else {
            print(summary)
            if !summary.wasInterrupted { print(report.table) }
        }
        try checkFailures(summary)
    }

    /// A command as it can be typed into a shell again; of the program only its name.
    private static func typed(_ arguments: [String]) -> String {
        arguments.enumerated().map { index, argument in
            let word = index == 0 ? URL(fileURLWithPath: argument).lastPathComponent : argument
            let isPlain = word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_./=:,@%+".utf8.contains(byte)
                }
            }
            return isPlain && !word.isEmpty
                ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }

    /// Reads `name=path`, one of which each item is.
    private static func paths(_ items: [String]) -> [String: String] {
        var paths: [String: String] = [:]
        for item in items {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            paths[String(parts[0])] = String(parts[1])
        }
        return paths
    }

    private func print(_ summary: RunSummary) {
        if summary.wasFinished {
            Swift.print(
                "run \(summary.runID): nothing to do; all was answered and scored before: "
                    + "\(grouped(summary.saved)) saved of \(counted(summary.total, "example")), "
                    + "0 processed now, \(grouped(summary.failed)) failed"
            )
            return
        }
        Swift.print(
            "run \(summary.runID): \(grouped(summary.saved)) saved of \(counted(summary.total, "example")), "
                + "\(grouped(summary.processed)) processed now, \(grouped(summary.reused)) of them from stored "
                + "predictions, \(grouped(summary.failed)) failed"
        )
        if summary.wasInterrupted {
            Swift.print("  stopped on request; the same command goes on from here")
        }
    }

    private func print(_ table: String) { Swift.print(table) }

    private func checkFailures(_ summary: RunSummary) throws {
        if summary.wasInterrupted { throw ExitCode(130) }
        guard summary.failureRate > maxFailureRate else { return }
        let share = String(format: "%.2f", summary.failureRate * 100)
        let allowed = String(format: "%.2f", maxFailureRate * 100)
        printError(
            "\(counted(summary.failed, "example")) of \(summary.saved) failed (\(share) %, allowed "
                + "\(allowed) %); the reasons are in the view failedPrediction"
        )
        throw ExitCode(1)
    }
}

extension RunSummary {
    /// For scripts.
    var json: JSONValue {
        .object([
            "run": .integer(Int(runID)),
            "isNew": .bool(isNew),
            "wasFinished": .bool(wasFinished),
            "wasInterrupted": .bool(wasInterrupted),
            "saved": .integer(saved),
            "processed": .integer(processed),
            "reused": .integer(reused),
            "asked": .integer(asked),
            "failed": .integer(failed),
            "total": .integer(total),
            "tasks": .array(
                tasks.map {
                    .object([
                        "task": .string($0.task),
                        "dataset": .string($0.dataset),
                        "model": .string($0.model),
                        "saved": .integer($0.saved),
                        "processed": .integer($0.processed),
                        "reused": .integer($0.reused),
                        "asked": .integer($0.asked),
                        "failed": .integer($0.failed),
                        "total": .integer($0.total),
                    ])
                }
            ),
        ])
    }
}
