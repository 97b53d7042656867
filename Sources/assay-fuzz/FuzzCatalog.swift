import Domain

/// Every reader of untrusted bytes.
let fuzzCatalog = Catalog<FuzzTarget>(
    kind: "fuzz target",
    [
        .arpa,
        .audio,
        .audioPreprocessor,
        .cifar,
        .csv,
        .ctcVocabulary,
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
        .speechConfiguration,
        .tables,
        .tar,
        .torch,
    ],
    names: { [$0.name] }
)
