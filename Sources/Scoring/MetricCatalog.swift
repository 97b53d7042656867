package import Domain

/// Every metric, in the order in which lists show them.
package let metricCatalog = Catalog<any Metric.Type>(
    kind: "metric",
    [
        Accuracy.self,
        TopKAccuracy.self,
        BalancedAccuracy.self,
        Precision.self,
        Recall.self,
        F1.self,
        MatthewsCorrelation.self,
        AreaUnderCurve.self,
        AveragePrecision.self,
        ConfusionMatrix.self,
        BrierScore.self,
        NegativeLogLikelihood.self,
        ExpectedCalibrationError.self,
        EqualMassCalibrationError.self,
        SelectiveAccuracy.self,
        RiskCoverage.self,
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
