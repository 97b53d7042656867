package import Domain

/// The tasks that Assay knows.
package let taskCatalog = Catalog<any EvaluationTask.Type>(
    kind: "task",
    [
        ImageClassification.self,
        ImageTextRetrieval.self,
        MultipleChoice.self,
        MultipleChoiceGeneration.self,
        Perplexity.self,
        SpeechRecognition.self,
        TableEntailment.self,
        TableQuestionAnswering.self,
        TextClassification.self,
        TextGeneration.self,
        ZeroShotClassification.self,
        ZeroShotImageClassification.self,
    ],
    names: { [$0.name] }
)
