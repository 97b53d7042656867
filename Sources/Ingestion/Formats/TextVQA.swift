package import Domain

/// TextVQA: questions about the writing in pictures with the answers of ten people each.
///
/// Source: Singh and others 2019; the layout of version 0.5.1.
package enum TextVQA: DatasetFormat {
    package static let name = "text-vqa"
    package static let summary = "a TextVQA JSON file and its folder of pictures"
    package static let kind = DatasetKind.caption
    package static let options = [PictureFolder.option]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        let first = QuestionFile.first(of: "data", source.path)
        return first?["question_id"] != nil && first?["image_id"] != nil
            && first?["question"]?.string != nil
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let file = QuestionFile(source.path)
        let split = options.split ?? SplitName.mentioned(in: source.name) ?? "all"
        var pictures = try PictureFolder(
            options,
            root: source.path.parentPath,
            usual: ["images", "\(split)_images", "train_images"]
        )
        try file.elements(of: "data") { number, row in
            let example = Result { () throws(IngestionError) -> Example in
                let place = "question \(number)"
                guard let id = row["question_id"]?.plain, let image = row["image_id"]?.plain,
                    let question = row["question"]?.string
                else {
                    throw file.error(
                        place,
                        "'question_id', 'image_id' and 'question' are expected"
                    )
                }
                return Example(
                    key: id,
                    split: split,
                    text: question,
                    medium: try pictures.picture(["\(image).jpg", "\(image).png"]) {
                        file.error(place, $0)
                    },
                    target: try AnswerList.target(row) { file.error(place, $0) },
                    attributes: ["image": image]
                )
            }
            try each(example)
        }
    }
}

/// The member `answers` of a question: texts, none for a hidden test set.
enum AnswerList {
    /// - Returns: The answers as alternatives; nil where there is no such member.
    /// - Throws: What `error` makes of a member that is no list of texts, or an empty one.
    static func target(
        _ row: JSONValue,
        _ error: (String) -> IngestionError
    ) throws(IngestionError) -> Target? {
        guard let value = row["answers"], value != .null else { return nil }
        guard let answers = value.strings, !answers.isEmpty else {
            throw error("'answers' must be a list of one or more texts, found \(value.text)")
        }
        return .alternatives(answers)
    }
}
