import Domain

/// Every reader of untrusted bytes.
let fuzzCatalog = Catalog<FuzzTarget>(
    kind: "fuzz target",
    [
        .arpa,
        .audio,
        .audioPreprocessor,
        .cifar,
        .columns,
        .csv,
        .ctcVocabulary,
        .idx,
        .jpeg,
        .json,
        .jsonl,
        .modelConfiguration,
        .pickle,
        .pictureQuestions,
        .png,
        .preprocessorConfiguration,
        .safetensors,
        .sentenceModules,
        .shardIndex,
        .speechConfiguration,
        .squad,
        .tableQuery,
        .tables,
        .tar,
        .tokenize,
        .tokenizer,
        .torch,
        .vqa,
        .wikiSQL,
    ],
    names: { [$0.name] }
)
