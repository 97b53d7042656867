package import Domain

/// Every way to write a report; the first is the standard one.
package let reportFormatCatalog = Catalog<any ReportFormat.Type>(
    kind: "report format",
    [
        HTMLReport.self,
        JSONReport.self,
        CSVReport.self,
        MarkdownReport.self,
        JUnitReport.self,
    ],
    names: { [$0.name] }
)
