package import Domain

/// Every dataset layout that Assay reads.
package let formatCatalog = Catalog<any DatasetFormat.Type>(
    kind: "dataset format",
    [
        AudioFolder.self,
        CIFAR.self,
        CSVTable.self,
        CSVText.self,
        CaptionTSV.self,
        CoNLL.self,
        CocoCaptions.self,
        DocVQA.self,
        FlickrTokens.self,
        IDX.self,
        ImageFolder.self,
        JSONLines.self,
        LibriSpeech.self,
        SQuAD.self,
        SpeechManifest.self,
        TabFact.self,
        TableQuestions.self,
        TextVQA.self,
        VQA.self,
        WebDataset.self,
        WikiSQL.self,
        WikiTableQuestions.self,
    ],
    names: { [$0.name] }
)
