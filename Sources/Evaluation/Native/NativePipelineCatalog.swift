package import Domain

/// The tasks that native models do.
package let nativePipelineCatalog = Catalog<any NativePipeline.Type>(
    kind: "native task",
    [
        NativeFeatureExtraction.self,
        NativeFillMask.self,
        NativeImageClassification.self,
        NativeImageFeatureExtraction.self,
        NativeImageTextRetrieval.self,
        NativeImageTextSimilarity.self,
        NativeMultipleChoice.self,
        NativePerplexity.self,
        NativeSentenceLikelihood.self,
        NativeQuestionAnswering.self,
        NativeSpeechRecognition.self,
        NativeTableEntailment.self,
        NativeTableQuestionAnswering.self,
        NativeTextClassification.self,
        NativeTextGeneration.self,
        NativeTokenClassification.self,
        NativeZeroShotClassification.self,
        NativeZeroShotImageClassification.self,
    ],
    names: { [$0.task] }
)
