import Domain

/// Captions that each name the file of their picture.
struct CaptionRows {
    /// One row: where it stands, the example's key, the picture's path and the captions.
    struct Row {
        let line: Int
        let key: String
        let path: String
        var caption: String
        /// What others wrote about the picture; empty where nothing is known of that.
        var references: [String] = []
    }

    let file: String
    let imageFolder: String
    let split: String
    private var media: MediaCache

    init(file: String, imageFolder: String, split: String, options: IngestionOptions) {
        self.file = file
        self.imageFolder = imageFolder
        self.split = split
        media = MediaCache(MediaReader(storage: options.media, kind: .image))
    }

    mutating func example(_ row: Row) -> Result<Example, IngestionError> {
        switch media.medium(row.path, in: imageFolder) {
        case .failure(let reason):
            let text = "\(row.path): \(reason.text)"
            return .failure(IngestionError(file: file, line: row.line, reason: text))
        case .success(let medium):
            return .success(
                Example(
                    key: row.key,
                    split: split,
                    text: row.caption,
                    medium: medium,
                    target: row.references.isEmpty ? nil : .alternatives(row.references),
                    attributes: ["image": row.path]
                )
            )
        }
    }
}
