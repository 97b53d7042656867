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

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let store = try Store.open(database.path, mode: .readOnly)
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
}
