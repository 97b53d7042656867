package import Domain

/// The page's sections, in page order.
///
/// The sections of the tasks come after the first.
package let pageSectionCatalog = Catalog<any ReportSection<ReportSubject>.Type>(
    kind: "report section",
    [
        SummarySection.self,
        DatasetsSection.self,
        IngestionErrorsSection.self,
        ModelsSection.self,
        ProvenanceSection.self,
        ReproductionSection.self,
    ],
    names: { [$0.id] }
)

/// What is shown of every task, in page order.
package let taskSectionCatalog = Catalog<any ReportSection<ReportedTask>.Type>(
    kind: "task section",
    [
        FiguresSection.self,
        GroupsSection.self,
        FairnessSection.self,
        BiasSection.self,
        RobustnessSection.self,
        RepeatsSection.self,
        ConfusionSection.self,
        WordErrorsSection.self,
        ReliabilitySection.self,
        RiskCoverageSection.self,
        DistributionSection.self,
        ExamplesSection.self,
        FailuresSection.self,
        SpeedSection.self,
    ],
    names: { [$0.id] }
)

/// The sections of a comparison of two models, in page order.
///
/// The sections of the tasks come after the first.
package let comparisonSectionCatalog = Catalog<any ReportSection<ComparisonSubject>.Type>(
    kind: "comparison section",
    [
        ComparisonSummarySection.self,
        UnpairedTasksSection.self,
        OfBothSides<DatasetsSection>.self,
        OfBothSides<ModelsSection>.self,
        OfBothSides<ProvenanceSection>.self,
        ComparisonReproductionSection.self,
    ],
    names: { [$0.id] }
)

/// What is shown of every task that two models have in common, in page order.
package let comparedTaskSectionCatalog = Catalog<any ReportSection<ComparedTask>.Type>(
    kind: "compared task section",
    [
        DifferencesSection.self,
        GroupDifferencesSection.self,
        FlipsSection.self,
        LeftOutSection.self,
    ],
    names: { [$0.id] }
)
