package import Domain

/// A folder of pictures in class folders or with a metadata file (Hugging Face's ImageFolder).
package enum ImageFolder: DatasetFormat {
    package static let name = "imagefolder"
    package static let summary =
        "a folder per class, or metadata.csv/.jsonl with file_name; train/validation/test folders"
    package static let kind = DatasetKind.image
    package static let options = [
        FormatOption("text", "the metadata column with the caption or sentence"),
        FormatOption("label", "the metadata column with the class"),
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        FolderDataset.recognizes(source, .image)
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let folder = FolderDataset(
            root: source.path,
            medium: .image,
            options: options,
            textColumns: ["text", "caption", "sentence"]
        )
        try folder.read(each)
    }
}
