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
        .png,
        .preprocessorConfiguration,
        .safetensors,
        .shardIndex,
        .tar,
        .tokenize,
        .tokenizer,
    ],
    names: { [$0.name] }
)
