package import Domain

/// Every dataset layout that Assay reads.
package let formatCatalog = Catalog<any DatasetFormat.Type>(
    kind: "dataset format",
    [
        LibriSpeech.self,
    ],
    names: { [$0.name] }
)
