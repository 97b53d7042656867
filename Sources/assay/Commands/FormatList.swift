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
        wrapped("  \(format.name): \(format.summary)", indent: 6)
            + format.options.flatMap {
                wrapped("      -o \($0.name)=...: \($0.summary)", indent: 10)
            }
    }

    /// Breaks a line at spaces into pieces of at most 78 characters; those after the first are
    /// indented, which the help's own wrapping would not do.
    private static func wrapped(_ line: String, indent: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        let lead = line.prefix { $0 == " " }
        for word in line.split(separator: " ") {
            if current.isEmpty {
                current = String(lead + word)
            } else if current.count + 1 + word.count <= 78 {
                current += " " + word
            } else {
                lines.append(current)
                current = String(repeating: " ", count: indent) + word
            }
        }
        return lines + [current]
    }
}
