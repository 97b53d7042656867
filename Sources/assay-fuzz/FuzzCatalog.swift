import Domain

/// Every reader of untrusted bytes.
let fuzzCatalog = Catalog<FuzzTarget>(
    kind: "fuzz target",
    [
        .arpa,
        .audio,
        .audioPreprocessor,
        .bbq,
        .cifar,
        .crowsPairs,
        .csv,
        .ctcVocabulary,
        .holisticBias,
        .idx,
        .jpeg,
        .json,
        .jsonl,
        .modelConfiguration,
        .pickle,
        .png,
        .preprocessorConfiguration,
        .safetensors,
        .sentenceModules,
        .shardIndex,
        .speechConfiguration,
        .stereoset,
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
