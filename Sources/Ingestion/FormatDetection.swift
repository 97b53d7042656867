package import Domain

/// Why a source's format could not be told.
package enum FormatDetectionError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case unrecognized(path: String, known: [String])
    case ambiguous(path: String, candidates: [String])

    package var description: String {
        switch self {
        case .missing(let path): "there is no file or folder \(path)"
        case .unrecognized(let path, let known):
            "\(path) looks like no known format. Name one in place of 'auto': "
                + known.joined(separator: ", ") + "."
        case .ambiguous(let path, let candidates):
            "\(path) looks like several formats. Name one in place of 'auto': "
                + candidates.joined(separator: ", ") + "."
        }
    }
}

/// The one format that a source looks like, by names and first bytes.
///
/// - Throws: ``FormatDetectionError`` if there is no such source, or none or several recognise it.
package func detectFormat(
    _ source: SourceLocation,
    in catalog: Catalog<any DatasetFormat.Type> = formatCatalog
) throws(FormatDetectionError) -> any DatasetFormat.Type {
    guard FileTree.exists(source.path) else { throw .missing(path: source.path) }
    let candidates = catalog.entries.filter { $0.recognizes(source) }
    guard let format = candidates.first else {
        throw .unrecognized(path: source.path, known: catalog.names)
    }
    guard candidates.count == 1 else {
        throw .ambiguous(path: source.path, candidates: candidates.map { $0.name })
    }
    return format
}
