import ArgumentParser
import Domain
import Evaluation
import Storage

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores a run's stored predictions again, without a model."
    )

    @Argument(help: ArgumentHelp("The run's number; see `assay runs`.", valueName: "run"))
    var number: Int64

    @Option(
        help: ArgumentHelp(
            "A metric to add to every task that can feed it; options in braces as JSON.",
            valueName: "name[{...}]"
        )
    )
    var metric: [String] = []

    @OptionGroup var textScorers: TextScorerOptions

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
        for text in metric {
            let (name, options) = try Self.metric(text)
            try scorer.add(name, options: options, to: record)
        }
        try store.setStatus("scoring", ofRun: number)
        try scorer.score(run: record, clearing: true)
        try store.setStatus("finished", ofRun: number)
        display.finish()
        let report = try RunReport(store: store, run: store.run(number))
        if json { printJSON(report.json) } else { print(report.table) }
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
