import Domain

/// Every reader of untrusted bytes.
let fuzzCatalog = Catalog<FuzzTarget>(
    kind: "fuzz target",
    [
        .arpa,
        .audio,
        .audioPreprocessor,
        .bbq,
        .bold,
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
        .realToxicityPrompts,
        .safetensors,
        .sentenceModules,
        .shardIndex,
        .speechConfiguration,
        .tables,
        .tar,
        .tokenize,
        .tokenizer,
        .torch,
        .winobias,
        .winogender,
    ],
    names: { [$0.name] }
)
