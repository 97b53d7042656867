package import Domain

/// Every way to write a comparison; the first is the standard one.
package let comparisonFormatCatalog = Catalog<any ComparisonFormat.Type>(
    kind: "comparison format",
    [
        TextComparison.self,
        HTMLComparison.self,
        MarkdownComparison.self,
        JSONComparison.self,
    ],
    names: { [$0.name] }
)
