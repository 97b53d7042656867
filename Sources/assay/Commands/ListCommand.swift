import ArgumentParser
import Domain
import Evaluation
import Perturbations
import Scoring

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists what suites may name, or says what options one of them has.",
        discussion: """
            In a suite, a metric or perturbation is its name, or `name: { option: value }`; a task's \
            options are under `options`, a text scorer's beside its `kind`. For `assay score` a metric is \
            its name, or name{"option": value}. Dataset formats are listed by `assay ingest --help`.
            """
    )

    /// What there are lists of.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case metrics, normalizers, tasks, perturbations
        case textScorers = "text-scorers"
    }

    @Argument(help: "metrics, normalizers, tasks, perturbations or text-scorers.")
    var kind: Kind

    @Argument(help: ArgumentHelp("One of them; without it, all are listed.", valueName: "name"))
    var name: String?

    @Flag(help: "Print JSON, with all options.")
    var json = false

    func run() throws {
        let known = Self.entries(kind)
        let chosen = try name.map { name in
            guard let entry = known.first(where: { $0.name == name }) else {
                throw UnknownNameError(
                    kind: String(kind.rawValue.dropLast()).replacing("-", with: " "),
                    name: name,
                    known: known.map(\.name)
                )
            }
            return [entry]
        }
        if json {
            printJSON(.array((chosen ?? known).map(\.json)))
        } else {
            print((chosen ?? known).map { $0.text(isAlone: name != nil) }.joined(separator: "\n"))
        }
    }

    private static func entries(_ kind: Kind) -> [Entry] {
        switch kind {
        case .metrics:
            metricCatalog.entries.map { metric in
                Entry(
                    name: metric.name,
                    summary: metric.summary,
                    convention: metric.convention,
                    options: metric.options.map { ($0.name, $0.summary, $0.standard) }
                )
            }
        case .normalizers:
            normalizerCatalog.entries.map { normalizer in
                Entry(
                    name: normalizer.name,
                    summary: "\(normalizer.summary) Version \(normalizer.version)."
                )
            }
        case .tasks:
            taskCatalog.entries.map { task in
                Entry(
                    name: task.name,
                    summary: task.summary,
                    options: task.options.map { ($0.name, $0.summary, nil) }
                )
            }
        case .perturbations:
            perturbationCatalog.entries.map { perturbation in
                Entry(
                    name: perturbation.name,
                    summary: perturbation.summary,
                    options: perturbation.options.map { ($0.name, $0.summary, $0.standard) }
                )
            }
        case .textScorers:
            textScorerCatalog.entries.map { scorer in
                Entry(
                    name: scorer.kind,
                    summary: scorer.summary,
                    options: scorer.settings.map { ($0.name, $0.summary, nil) }
                )
            }
        }
    }

    /// An entry of a catalog, in words.
    private struct Entry {
        let name: String
        let summary: String
        /// What other tools mean by the name; nil where all agree.
        var convention: String?
        /// Without a default where the summary says it.
        var options: [(name: String, summary: String, standard: JSONValue?)] = []

        /// A paragraph; the options too where it stands alone.
        func text(isAlone: Bool) -> String {
            var lines = HelpText.wrapped("\(name): \(summary)", indent: 4)
            if isAlone, let convention {
                lines += HelpText.wrapped("  Where tools differ: \(convention)", indent: 4)
            }
            for option in isAlone ? options : [] {
                let standard = option.standard.map { " Default: \($0.text)." } ?? ""
                lines += HelpText.wrapped(
                    "  \(option.name): \(option.summary)\(standard)",
                    indent: 6
                )
            }
            return lines.joined(separator: "\n")
        }

        var json: JSONValue {
            .object([
                "name": .string(name), "summary": .string(summary),
                "convention": convention.map(JSONValue.string) ?? .null,
                "options": .array(
                    options.map { option in
                        .object([
                            "name": .string(option.name), "summary": .string(option.summary),
                            "default": option.standard ?? .null,
                        ])
                    }
                ),
            ])
        }
    }
}
