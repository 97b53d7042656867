package import Domain

/// Every metric, in the order in which lists show them.
package let metricCatalog = Catalog<any Metric.Type>(
    kind: "metric",
    [
        Accuracy.self,
        TopKAccuracy.self,
        F1.self,
        ConfusionMatrix.self,
        ExpectedCalibrationError.self,
        WordErrorRate.self,
        CharacterErrorRate.self,
        MatchErrorRate.self,
        WordInformationLost.self,
        WordInformationPreserved.self,
        SentenceErrorRate.self,
        PhoneErrorRate.self,
        MeanWordErrorRate.self,
        MeanCharacterErrorRate.self,
        DenotationAccuracy.self,
        RecallAtK.self,
    ],
    names: { [$0.name] }
)
