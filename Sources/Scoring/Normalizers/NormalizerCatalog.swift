package import Domain

/// Every text normaliser.
package let normalizerCatalog = Catalog<any TextNormalizer.Type>(
    kind: "normalizer",
    [
        Verbatim.self,
        BasicNormalizer.self,
        WhisperBasicNormalizer.self,
        WhisperEnglishNormalizer.self,
    ],
    names: { [$0.name] }
)
