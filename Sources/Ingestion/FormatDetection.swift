import Domain

/// The one format that a source looks like.
///
/// - Throws: ``IngestionError`` if none or several recognise it.
package func detectFormat(_ source: SourceLocation) throws(IngestionError)
    -> any DatasetFormat.Type
{
    let candidates = formatCatalog.entries.filter { $0.recognizes(source) }
    guard candidates.count == 1, let format = candidates.first else {
        let names = candidates.map { $0.name }.joined(separator: ", ")
        throw IngestionError(
            file: source.path,
            reason: candidates.isEmpty
                ? "no format recognises it; name one of \(formatCatalog.names.joined(separator: ", "))"
                : "it looks like \(names); name the one you mean"
        )
    }
    return format
}
