import ArgumentParser
import Domain
import Scoring

struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "Lists the metrics, or one with its options.",
        discussion: """
            In a suite a metric is its name, or `name: { option: value }`; for `assay score` it is the \
            name, or name{"option": value}.
            """
    )

    @Argument(help: ArgumentHelp("A metric; without it, all are listed.", valueName: "name"))
    var name: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let chosen = try name.map { [try metricCatalog($0)] } ?? metricCatalog.entries
        if json {
            printJSON(.array(chosen.map(Self.json)))
        } else {
            print(chosen.map { Self.text($0, isAlone: name != nil) }.joined(separator: "\n"))
        }
    }

    /// The metric in a paragraph; its options too where it stands alone.
    private static func text(_ metric: any Metric.Type, isAlone: Bool) -> String {
        var lines = HelpText.wrapped("\(metric.name): \(metric.summary)", indent: 4)
        guard isAlone else { return lines.joined(separator: "\n") }
        for option in metric.options {
            lines += HelpText.wrapped(
                "  \(option.name): \(option.summary) Default: \(option.standard.text).",
                indent: 6
            )
        }
        if metric.options.contains(where: { $0.name == "normalizer" }) {
            lines.append("normalisers:")
            lines += normalizerCatalog.entries.flatMap {
                HelpText.wrapped("  \($0.name)@\($0.version): \($0.summary)", indent: 6)
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func json(_ metric: any Metric.Type) -> JSONValue {
        .object([
            "name": .string(metric.name), "summary": .string(metric.summary),
            "takes": .string(metric.takes.rawValue),
            "options": .array(
                metric.options.map { option in
                    .object([
                        "name": .string(option.name), "summary": .string(option.summary),
                        "default": option.standard,
                    ])
                }
            ),
        ])
    }
}
