import ArgumentParser
import Domain
import Evaluation
import Storage

struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Lists the runs of the database, or shows one."
    )

    @Argument(help: ArgumentHelp("A run's number; without it, all are listed.", valueName: "run"))
    var number: Int64?

    @Flag(help: "Show every scoring of every metric of the run, with who, when and why.")
    var history = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let store = try Store.open(database.path, mode: .readOnly)
        if let number, history {
            try printHistory(store.scoreHistory(runID: store.run(number).id))
            return
        }
        if let number {
            let report = try RunReport(store: store, run: store.run(number))
            if json { printJSON(report.json) } else { print(report.page) }
            return
        }
        let runs = try store.runs()
        if json {
            printJSON(.array(runs.map(\.json)))
            return
        }
        if runs.isEmpty { print("no runs; `assay run SUITE` makes one") }
        for run in runs {
            print(
                "\(run.id): \(run.suite) version \(run.suiteVersion), \(run.status), "
                    + "begun \(run.startedAt)\(run.finishedAt.map { ", finished \($0)" } ?? "")"
            )
        }
    }

    func validate() throws {
        if history, number == nil {
            throw ValidationError("--history is of one run; give its number.")
        }
    }

    private func printHistory(_ scorings: [ScoreHistory]) throws {
        if json {
            printJSON(.array(scorings.map(\.json)))
            return
        }
        for scoring in scorings {
            let value = scoring.value.map { String($0) } ?? "undefined"
            let mark = scoring.holds ? "holds" : "superseded"
            print(
                "\(scoring.task) over \(scoring.dataset), \(scoring.model): \(scoring.metric) "
                    + "\(scoring.metricOptions) = \(value), n \(scoring.n ?? 0), \(mark); "
                    + "scored \(scoring.scoredAt ?? "before scorings were kept") by "
                    + "\(scoring.author ?? "nobody known"), \(scoring.reason ?? "no reason known")"
            )
        }
    }
}

extension ScoreHistory {
    fileprivate var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return .object([
            "task": .string(task), "dataset": .string(dataset), "model": .string(model),
            "metric": .string(metric),
            "options": (try? JSONValue(parsing: metricOptions)) ?? .null,
            "value": value.map(JSONValue.number) ?? .null,
            "n": n.map(JSONValue.integer) ?? .null,
            "holds": .bool(holds), "scoredAt": text(scoredAt), "author": text(author),
            "reason": text(reason), "codeVersion": text(codeVersion),
        ])
    }
}
