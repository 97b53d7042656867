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
        .modelConfiguration,
        .pickle,
        .png,
        .preprocessorConfiguration,
        .safetensors,
        .shardIndex,
        .tables,
        .tar,
        .torch,
    ],
    names: { [$0.name] }
)
