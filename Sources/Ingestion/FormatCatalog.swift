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
        CocoCaptions.self,
        FlickrTokens.self,
        IDX.self,
        ImageFolder.self,
        JSONLines.self,
        LibriSpeech.self,
        RealToxicityPrompts.self,
        SpeechManifest.self,
        TabFact.self,
        TableQuestions.self,
        WebDataset.self,
        WikiTableQuestions.self,
        WinoBias.self,
        Winogender.self,
    ],
    names: { [$0.name] }
)
