package import Domain

/// What can judge texts.
package let textScorerCatalog = Catalog<any TextScorer.Type>(
    kind: "text scorer",
    [
        ClassifierScorer.self,
        GenderPolarityScorer.self,
        RecordedScorer.self,
        VaderScorer.self,
        WordListScorer.self,
    ],
    names: { [$0.kind] }
)
