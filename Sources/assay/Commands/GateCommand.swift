import ArgumentParser
import Comparisons
import Evaluation
import Foundation
import Reporting
import Storage

struct GateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Holds a run to rules, for continuous integration.",
        discussion: """
            Ends with 0 if every rule is kept, with 100 if one is not, and with 1 if that cannot be \
            said. A file of rules:

                rules:
                  - metric: word_error_rate
                    task: automatic-speech-recognition
                    group: { sex: F }
                    at_most: 0.1
                    bound: interval          # the whole 95 % interval; 'value' otherwise
                    min_examples: 50
                  - metric: accuracy
                    no_regression: { significance: 0.05, margin: 0.01 }
                  - max_failure_rate: 0.01

            A rule also takes name, options (of the metric), dataset, model, perturbation, statistic \
            and at_least. It holds of every figure that it chooses; choosing none is an error.
            """
    )

    @Argument(help: ArgumentHelp("The run's number; see 'assay runs'.", valueName: "run"))
    var number: Int64

    @Option(help: ArgumentHelp("The file of rules, YAML.", valueName: "file"))
    var rules: String

    @Option(
        help: ArgumentHelp(
            "RUN or RUN:MODEL that rules of no_regression hold the run against.",
            valueName: "run"
        ),
        transform: ComparedName.parse
    )
    var baseline: ComparedName?

    @Option(help: ArgumentHelp("Also write JUnit XML to this file.", valueName: "file"))
    var junit: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    /// The exit status of a run that does not keep its rules.
    private static let failure = ExitCode(100)

    func run() throws {
        let store = try Store.open(database.path, mode: .readOnly)
        let gate = Gate(store: store, rules: try GateRules.read(rules))
        let report = GateReport(
            run: number,
            checks: try gate.check(run: number, baseline: baseline)
        )
        if let junit { try Output.write(Self.document(report).text, to: junit) }
        if json { printJSON(report.json) } else { print(report.page) }
        if !report.failed.isEmpty { throw Self.failure }
    }

    private static func document(_ report: GateReport) -> JUnitDocument {
        var document = JUnitDocument()
        let cases = report.checks.map { check in
            JUnitDocument.Case(
                name: "\(check.rule.name): \(check.subject)",
                className: "gate",
                result: check.hasPassed
                    ? .passed
                    : .failed("expected \(check.condition.words), found \(check.found)"),
                output: check.hasPassed ? check.found : nil
            )
        }
        document.add("gate of run \(report.run)", cases)
        return document
    }
}
