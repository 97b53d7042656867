package import Domain

/// Every dataset format.
package let formatCatalog = Catalog<any DatasetFormat.Type>(
    kind: "dataset format",
    [],
    names: { [$0.name] }
)
