package import Domain

/// The tasks that native models do.
package let nativePipelineCatalog = Catalog<any NativePipeline.Type>(
    kind: "native task",
    [
        NativeImageClassification.self,
        NativeImageFeatureExtraction.self,
        NativeImageTextRetrieval.self,
        NativeZeroShotImageClassification.self,
        NativeSpeechRecognition.self,
        NativeFeatureExtraction.self,
        NativeFillMask.self,
        NativeMultipleChoice.self,
        NativePerplexity.self,
        NativeTableEntailment.self,
        NativeTableQuestionAnswering.self,
        NativeTextClassification.self,
        NativeTextGeneration.self,
        NativeTokenClassification.self,
        NativeZeroShotClassification.self,
    ],
    names: { [$0.task] }
)
