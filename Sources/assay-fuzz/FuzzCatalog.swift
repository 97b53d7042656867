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
        .png,
        .preprocessorConfiguration,
        .safetensors,
        .shardIndex,
        .speechConfiguration,
        .tar,
    ],
    names: { [$0.name] }
)
