import ArgumentParser
import Domain
import Evaluation
import Foundation
import Storage

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores a run's stored predictions again, without a model.",
        discussion: """
            Earlier scores stay. Where a metric comes out otherwise than before, what was there is \
            kept as superseded, with who scored, when and why: `assay runs RUN --history` shows all \
            of it. Without --metric every metric of the run is computed again; with it only those.
            """
    )

    @Argument(help: ArgumentHelp("The run's number; see `assay runs`.", valueName: "run"))
    var number: Int64

    @Option(
        help: ArgumentHelp(
            "A metric, added to every task that can feed it; options in braces as JSON.",
            valueName: "name[{...}]"
        )
    )
    var metric: [String] = []

    @OptionGroup var textScorers: TextScorerOptions
    @Option(help: "Who scores; the user's name if it is left out.")
    var author: String?

    @Option(help: "Why, in a sentence.")
    var reason: String?

    @Flag(help: "Print the figures as JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let store = try Store.open(database.path)
        let record = try store.run(number)
        guard record.status != "running" else {
            throw EvaluationError.scoring(
                what: "run \(number)",
                reason: "its predictions are not complete; run its suite again first"
            )
        }
        let display = RunDisplay(isQuiet: json)
        let scorer = Scorer(
            store: store,
            textScorers: try textScorers.made(),
            progress: display.show
        )
        var wanted: Set<Int64> = []
        for text in metric {
            let (name, options) = try Self.metric(text)
            for options in SuiteMetric.expanded(options) {
                wanted.formUnion(try scorer.add(name, options: options, to: record).map(\.id))
            }
        }
        try store.setStatus("scoring", ofRun: number)
        let results = try scorer.score(
            run: record,
            metrics: metric.isEmpty ? nil : wanted,
            scoring: NewScoring(
                author: author ?? NSUserName(),
                reason: reason ?? (metric.isEmpty ? "scored again" : "asked for"),
                codeVersion: codeVersion
            )
        )
        try store.setStatus("finished", ofRun: number)
        display.finish()
        let report = try RunReport(store: store, run: store.run(number))
        if json { printJSON(report.json) } else { print(report.table) }
        printError(Self.summary(results.map(\.result), run: number))
        for case (let metric, .kept(let reason)) in results {
            printError("kept \(metric.name) as it was: \(reason)")
        }
    }

    /// What became of the metrics: "1 metric scored for the first time, 3 unchanged".
    private static func summary(_ results: [Scorer.Result], run: Int64) -> String {
        let (new, changed) = (results.count { $0 == .new }, results.count { $0 == .changed })
        let unchanged = results.count { $0 == .unchanged }
        var parts: [String] = []
        if new > 0 { parts.append("\(new) scored for the first time") }
        if unchanged > 0 { parts.append("\(unchanged) unchanged") }
        if changed > 0 {
            parts.append("\(changed) changed; `assay runs \(run) --history` shows what was there")
        }
        return "metrics: " + (parts.isEmpty ? "none" : parts.joined(separator: ", "))
    }

    /// Reads `f1` or `f1{"average": "macro"}`.
    static func metric(_ text: String) throws -> (name: String, options: [String: JSONValue]) {
        guard let brace = text.firstIndex(of: "{") else { return (text, [:]) }
        do {
            let options = try JSONValue(parsing: String(text[brace...]))
            return (String(text[..<brace]), options.object ?? [:])
        } catch {
            throw ValidationError("the options of --metric '\(text)' are \(error).")
        }
    }
}
