import ArgumentParser
import Domain
import Storage

struct DatasetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasets",
        abstract: "Lists the datasets of the database, or shows one."
    )

    @Argument(help: "A dataset's name; without it, all are listed.")
    var name: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let store = try Store.open(database.path, mode: .readOnly)
        if let name {
            try show(try store.dataset(name), in: store)
        } else {
            try list(store)
        }
    }

    private func list(_ store: Store) throws {
        let datasets = try store.datasets()
        if json {
            printJSON(.array(datasets.map(Self.json)))
            return
        }
        if datasets.isEmpty {
            print("no datasets; `assay ingest FORMAT SOURCE --name NAME` adds one")
        }
        for dataset in datasets {
            print(
                "\(dataset.name): \(dataset.kind), \(counted(dataset.exampleCount, "example")), "
                    + "\(dataset.license ?? "licence not stated")"
            )
        }
    }

    private func show(_ dataset: DatasetRecord, in store: Store) throws {
        let splits = try store.splits(datasetID: dataset.id)
        let attributes = try store.attributeNames(datasetID: dataset.id)
        let refused = try store.refusedRows(datasetID: dataset.id, limit: json ? 1_000_000 : 20)
        let refusedCount = try store.refusedCount(datasetID: dataset.id)
        if json {
            guard case .object(var members) = Self.json(dataset) else { return }
            members["splits"] = .object(
                Dictionary(uniqueKeysWithValues: splits.map { ($0.split, .integer($0.count)) })
            )
            members["attributes"] = .array(attributes.map(JSONValue.string))
            members["refused"] = .array(
                refused.map {
                    .object([
                        "file": .string($0.file),
                        "line": $0.line.map(JSONValue.integer) ?? .null,
                        "reason": .string($0.reason),
                    ])
                }
            )
            printJSON(.object(members))
            return
        }
        print("\(dataset.name)")
        print("  kind         \(dataset.kind), read as \(dataset.format)")
        print("  source       \(dataset.source)")
        if let version = dataset.version { print("  version      \(version)") }
        print("  licence      \(dataset.license ?? "not stated")")
        print("  examples     \(dataset.exampleCount)")
        for split in splits { print("    \(split.split): \(split.count)") }
        if dataset.completedAt == nil {
            print("    incomplete: its source is being read, or that was cut off; ingest again")
        }
        print("  attributes   \(attributes.isEmpty ? "none" : attributes.joined(separator: ", "))")
        print("  fingerprint  \(dataset.fingerprint)")
        print("  refused      \(refusedCount)")
        for row in refused {
            print("    \(row.file)\(row.line.map { ", line \($0)" } ?? ""): \(row.reason)")
        }
        if refusedCount > refused.count {
            print("    and \(refusedCount - refused.count) more, in the table ingestionError")
        }
    }

    private static func json(_ dataset: DatasetRecord) -> JSONValue {
        .object([
            "name": .string(dataset.name),
            "kind": .string(dataset.kind),
            "format": .string(dataset.format),
            "source": .string(dataset.source),
            "version": dataset.version.map(JSONValue.string) ?? .null,
            "license": dataset.license.map(JSONValue.string) ?? .null,
            "fingerprint": .string(dataset.fingerprint),
            "examples": .integer(dataset.exampleCount),
            "complete": .bool(dataset.completedAt != nil),
            "createdAt": .string(dataset.createdAt),
            "updatedAt": .string(dataset.updatedAt),
        ])
    }
}
