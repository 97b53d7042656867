package import Domain

/// DocVQA, task 1: questions about scanned pages, with every wording of the answer that counts.
///
/// Source: Mathew and others 2021; the layout of version 1.0.
package enum DocVQA: DatasetFormat {
    package static let name = "doc-vqa"
    package static let summary = "a DocVQA JSON file and its folder of pages"
    package static let kind = DatasetKind.caption
    package static let options = [PictureFolder.option]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        let first = QuestionFile.first(of: "data", source.path)
        return first?["questionId"] != nil && first?["image"]?.string != nil
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let file = QuestionFile(source.path)
        let split = options.split ?? SplitName.mentioned(in: source.name) ?? "all"
        // The pictures' names begin with documents/.
        var pictures = try PictureFolder(
            options,
            root: source.path.parentPath,
            usual: [""]
        )
        try file.elements(of: "data") { number, row in
            let example = Result { () throws(IngestionError) -> Example in
                let place = "question \(number)"
                guard let id = row["questionId"]?.plain, let image = row["image"]?.string,
                    let question = row["question"]?.string
                else {
                    throw file.error(place, "'questionId', 'image' and 'question' are expected")
                }
                var attributes = ["image": image]
                attributes["document"] = row["ucsf_document_id"]?.plain ?? row["docId"]?.plain
                attributes["question_types"] = row["question_types"]?.strings?
                    .joined(separator: ", ")
                return Example(
                    key: id,
                    split: split,
                    text: question,
                    medium: try pictures.picture([image]) { file.error(place, $0) },
                    target: try AnswerList.target(row) { file.error(place, $0) },
                    attributes: attributes
                )
            }
            try each(example)
        }
    }
}
