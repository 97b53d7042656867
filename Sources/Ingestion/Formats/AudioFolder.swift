package import Domain

/// A folder of recordings in class folders or with a metadata file (Hugging Face's AudioFolder).
package enum AudioFolder: DatasetFormat {
    package static let name = "audiofolder"
    package static let summary =
        "a folder per class, or metadata.csv/.jsonl with file_name; train/validation/test folders"
    package static let kind = DatasetKind.speech
    package static let options = [
        FormatOption("text", "the metadata column with the transcript"),
        FormatOption("label", "the metadata column with the class"),
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        FolderDataset.recognizes(source, .audio)
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let folder = FolderDataset(
            root: source.path,
            medium: .audio,
            options: options,
            textColumns: ["transcription", "transcript", "text", "sentence"]
        )
        try folder.read(each)
    }
}
