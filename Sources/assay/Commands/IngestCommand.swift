import ArgumentParser
import Domain
import Evaluation
import Foundation
import Ingestion
import Storage

struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Reads a corpus into the database.",
        discussion: """
            FORMAT is one of the formats below, or auto. Ingesting again adds nothing that is there \
            and reports what changed; an interrupted ingestion goes on where it stopped.

            What is broken is refused with its file, line and reason and the rest is ingested; the exit \
            status is then 1.

            FORMATS, BY KIND, WITH THEIR OPTIONS (-o NAME=VALUE)
            \(FormatList.text)
            """
    )

    @Argument(help: "The layout of the source, or 'auto'.")
    var format: String

    @Argument(help: "The file or folder to read.", completion: .file())
    var source: String

    @Option(name: .shortAndLong, help: "What the dataset is called from now on.")
    var name: String?

    @Option(name: .shortAndLong, help: "The split of all its examples, whatever the source says.")
    var split: String?

    @Option(help: "The licence, such as CC-BY-4.0; kept and reported.")
    var license: String?

    @Option(help: "The corpus's version; kept and reported.")
    var datasetVersion: String?

    @Flag(help: "Where media are kept: in the database (default) or where they are.")
    var media: MediaFlag = .embed

    @Option(
        name: [.customShort("o"), .customLong("option")],
        help: ArgumentHelp("An option of the format.", valueName: "name=value")
    )
    var formatOptions: [String] = []

    @Flag(help: "Replace examples that have changed in the source; otherwise they are reported.")
    var replace = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        for option in formatOptions where !option.contains("=") {
            throw ValidationError("--option takes name=value, not '\(option)'.")
        }
    }

    func run() throws {
        let store = try Store.open(database.path)
        var progress = ProgressLine("ingesting", isQuiet: json)
        let summary = try Ingestor(store: store).ingest(request) { counts in
            progress.show(
                done: counts.found,
                note: counts.refused > 0 ? "\(grouped(counts.refused)) refused" : ""
            )
        }
        progress.finish()
        for row in summary.refused { printError("refused: \(describe(row))") }
        let unshown = summary.counts.refused - summary.refused.count
        if unshown > 0 {
            printError(
                "refused: \(unshown) more; see the table ingestionError or `assay datasets \(summary.dataset.name)`"
            )
        }
        if json {
            printJSON(Self.json(summary))
        } else {
            Self.print(summary)
        }
        if summary.counts.refused > 0 { throw ExitCode(1) }
    }

    private var request: Ingestor.Request {
        var values: [String: String] = [:]
        for option in formatOptions {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[String(parts[0])] = String(parts[1])
        }
        return Ingestor.Request(
            format: format == "auto" ? nil : format,
            source: source,
            name: name ?? URL(fileURLWithPath: source).deletingPathExtension().lastPathComponent,
            license: license,
            version: datasetVersion,
            options: IngestionOptions(media: media.storage, split: split, values: values),
            replacesChanged: replace
        )
    }

    private func describe(_ row: RefusedRow) -> String {
        IngestionError(file: row.file, line: row.line, reason: row.reason).description
    }

    private static func print(_ summary: Ingestor.Summary) {
        let counts = summary.counts
        var parts = [
            "\(counted(counts.found, "example")) found", "\(grouped(counts.added)) ingested",
            "\(grouped(counts.unchanged)) there already", "\(grouped(counts.refused)) refused",
        ]
        if counts.changed > 0 { parts.append("\(counts.changed) changed in the source") }
        if summary.absent > 0 {
            parts.append("\(summary.absent) in the database but not in the source")
        }
        Swift.print("\(summary.dataset.name): \(parts.joined(separator: ", "))")
        if counts.changed > 0 {
            Swift.print("  changed: \(counts.changedKeys.joined(separator: ", "))")
        }
        Swift.print(
            "  \(counted(summary.dataset.exampleCount, "example")) in the dataset, fingerprint \(summary.dataset.fingerprint.prefix(16))"
        )
    }

    private static func json(_ summary: Ingestor.Summary) -> JSONValue {
        let counts = summary.counts
        return .object([
            "dataset": .string(summary.dataset.name),
            "found": .integer(counts.found),
            "ingested": .integer(counts.added),
            "unchanged": .integer(counts.unchanged),
            "changed": .integer(counts.changed),
            "changedKeys": .array(counts.changedKeys.map(JSONValue.string)),
            "absent": .integer(summary.absent),
            "refused": .integer(counts.refused),
            "examples": .integer(summary.dataset.exampleCount),
            "fingerprint": .string(summary.dataset.fingerprint),
        ])
    }
}

/// Where media are kept.
enum MediaFlag: String, EnumerableFlag {
    case embed, reference

    var storage: IngestionOptions.MediaStorage {
        switch self {
        case .embed: .embed
        case .reference: .reference
        }
    }
}
