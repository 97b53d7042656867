package import Domain

/// The tasks that Assay knows.
package let taskCatalog = Catalog<any EvaluationTask.Type>(
    kind: "task",
    [
        DocumentQuestionAnswering.self,
        ImageClassification.self,
        ImageTextRetrieval.self,
        ImageTextSimilarity.self,
        ImageToText.self,
        MultipleChoice.self,
        MultipleChoiceGeneration.self,
        Perplexity.self,
        SentenceLikelihood.self,
        QuestionAnswering.self,
        SpeechRecognition.self,
        TableEntailment.self,
        TableQueryTask.self,
        TableQuestionAnswering.self,
        TextClassification.self,
        TextGeneration.self,
        TokenClassification.self,
        VisualQuestionAnswering.self,
        ZeroShotClassification.self,
        ZeroShotImageClassification.self,
    ],
    names: { [$0.name] }
)
