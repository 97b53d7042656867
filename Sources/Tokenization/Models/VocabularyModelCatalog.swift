import Domain

/// Every kind of vocabulary that a tokenizer.json may hold.
let vocabularyModelCatalog = Catalog<any VocabularyModel.Type>(
    kind: "tokenizer model",
    [
        BPE.self,
        Unigram.self,
        WordLevel.self,
        WordPiece.self,
    ],
    names: { [$0.type] }
)
