package import Domain

/// Every dataset layout that Assay reads.
package let formatCatalog = Catalog<any DatasetFormat.Type>(
    kind: "dataset format",
    [
        AudioFolder.self,
        BBQ.self,
        BOLD.self,
        CIFAR.self,
        CSVTable.self,
        CSVText.self,
        CaptionTSV.self,
        CoNLL.self,
        CocoCaptions.self,
        CrowSPairs.self,
        DocVQA.self,
        FlickrTokens.self,
        HolisticBias.self,
        IDX.self,
        ImageFolder.self,
        JSONLines.self,
        LibriSpeech.self,
        SQuAD.self,
        RealToxicityPrompts.self,
        SpeechManifest.self,
        StereoSet.self,
        TabFact.self,
        TableQuestions.self,
        TextVQA.self,
        VQA.self,
        WebDataset.self,
        WikiSQL.self,
        WikiTableQuestions.self,
        WinoBias.self,
        Winogender.self,
    ],
    names: { [$0.name] }
)
