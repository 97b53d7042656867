import Domain
import Ingestion

/// The dataset formats as `assay ingest --help` lists them.
enum FormatList {
    /// A heading per kind; under it each format's name, what it looks like and its options.
    static var text: String {
        let kinds = formatCatalog.entries.reduce(into: [DatasetKind]()) { kinds, format in
            if !kinds.contains(format.kind) { kinds.append(format.kind) }
        }
        return kinds.map { kind in
            let formats = formatCatalog.entries.filter { $0.kind == kind }
            return ([kind.rawValue] + formats.flatMap(lines)).joined(separator: "\n")
        }
        .joined(separator: "\n\n")
    }

    private static func lines(_ format: any DatasetFormat.Type) -> [String] {
        HelpText.wrapped("  \(format.name): \(format.summary)", indent: 6)
            + format.options.flatMap {
                HelpText.wrapped("      -o \($0.name)=...: \($0.summary)", indent: 10)
            }
    }
}
