import Domain

/// Every reader of untrusted bytes.
let fuzzCatalog = Catalog<FuzzTarget>(
    kind: "fuzz target",
    [
        .audio,
        .cifar,
        .csv,
        .idx,
        .jpeg,
        .json,
        .jsonl,
        .png,
        .tar,
    ],
    names: { [$0.name] }
)
