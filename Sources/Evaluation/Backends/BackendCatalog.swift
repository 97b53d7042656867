package import Domain

/// The backends that Assay knows.
package let backendCatalog = Catalog<any Backend.Type>(
    kind: "backend",
    [
        BaselineBackend.self,
        CommandBackend.self,
        NativeBackend.self,
        RecordedBackend.self,
    ],
    names: { [$0.name] }
)
