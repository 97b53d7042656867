package import Domain

/// VQA version 2: questions about COCO's pictures with the answers of ten people each.
///
/// The questions and the annotations are two files, joined by `question_id`.
///
/// Source: Goyal and others 2017.
package enum VQA: DatasetFormat {
    package static let name = "vqa"
    package static let summary =
        "a VQA version 2 annotations file, its questions file and a folder of pictures"
    package static let kind = DatasetKind.caption
    package static let options = [
        FormatOption(
            "questions",
            "the questions file (default: the one named like the annotations), or none: then the "
                + "text is the question type, which are the question's first words"
        ),
        PictureFolder.option,
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        annotations(source).contains { file in
            let first = QuestionFile.first(of: "annotations", file)
            return first?["question_id"] != nil && first?["answers"]?.array != nil
        }
    }

    /// The annotations files: the source itself, or those in it that are named as such.
    private static func annotations(_ source: SourceLocation) -> [String] {
        if source.isFile { return [source.path] }
        return FileTree.entries(source.path).map(\.name)
            .filter { $0.hasSuffix("_annotations.json") }.map { source.path + "/" + $0 }
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let files = annotations(source)
        guard !files.isEmpty else {
            throw IngestionError(
                file: source.name,
                reason: "no annotations: *_annotations.json expected"
            )
        }
        for file in files { try read(QuestionFile(file), options, each) }
    }

    private static func read(
        _ file: QuestionFile,
        _ options: IngestionOptions,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        let root = file.path.parentPath
        let subtype = try subtype(file)
        let questions = try questions(file, options)
        var pictures = try PictureFolder(
            options,
            root: root,
            usual: ["images"] + (subtype.map { [$0] } ?? [])
        )
        let split = options.split ?? SplitName.mentioned(in: file.name) ?? "all"
        try file.elements(of: "annotations") { number, annotation in
            let example = Result { () throws(IngestionError) -> Example in
                let place = "annotation \(number)"
                let id = annotation["question_id"]?.plain ?? ""
                let image = annotation["image_id"]?.plain ?? ""
                guard !id.isEmpty, !image.isEmpty else {
                    throw file.error(place, "'question_id' and 'image_id' are expected")
                }
                let answers = annotation["answers"]?.array ?? []
                let texts = answers.compactMap { $0["answer"]?.string }
                guard !texts.isEmpty, texts.count == answers.count else {
                    throw file.error(place, "a list 'answers' of objects with 'answer' is expected")
                }
                let type = annotation["question_type"]?.string
                guard let text = questions == nil ? type : questions?[id] else {
                    throw file.error(
                        place,
                        questions == nil
                            ? "there is no 'question_type'"
                            : "question \(id) is not in the questions file"
                    )
                }
                var attributes = ["image": image]
                attributes["question_type"] = type
                attributes["answer_type"] = annotation["answer_type"]?.string
                return Example(
                    key: id,
                    split: split,
                    text: text,
                    medium: try pictures.picture(names(image, subtype)) {
                        file.error(place, $0)
                    },
                    target: .alternatives(texts),
                    attributes: attributes
                )
            }
            try each(example)
        }
    }

    /// The part of COCO that the pictures are of, such as `val2014`; nil where the file does not say.
    private static func subtype(_ file: QuestionFile) throws -> String? {
        var subtype: String?
        var stream = try JSONStream(file.path, name: file.name)
        try stream.members({ $0 == "data_subtype" ? .whole : .skip }) { _, value in
            subtype = value.string
        }
        return subtype
    }

    /// COCO's file names for a picture: with and without the part, and the bare number.
    private static func names(_ image: String, _ subtype: String?) -> [String] {
        let number = String(repeating: "0", count: max(0, 12 - image.count)) + image
        let stems = [subtype.map { "COCO_\($0)_\(number)" }, number, image].compactMap(\.self)
        return stems.flatMap { ["\($0).jpg", "\($0).png"] }
    }

    /// The questions by id; nil where they are not to be read.
    private static func questions(
        _ file: QuestionFile,
        _ options: IngestionOptions
    ) throws -> [String: String]? {
        let named = options.values["questions"]
        guard named != "none" else { return nil }
        let root = file.path.parentPath
        let path: String
        if let named {
            path = root.appending(path: named)
        } else {
            // v2_mscoco_val2014_annotations.json → v2_OpenEnded_mscoco_val2014_questions.json
            let stem = file.name.replacing("_annotations.json", with: "_questions.json")
            let candidates = [
                stem, stem.replacing("mscoco", with: "OpenEnded_mscoco"), "questions.json",
            ]
            let found = candidates.first { $0 != file.name && FileTree.isFile(root + "/" + $0) }
            guard let found else {
                throw IngestionError(
                    file: file.name,
                    reason: "no questions file (looked for \(candidates.joined(separator: ", "))); "
                        + "name it with the option questions, or give questions=none"
                )
            }
            path = root + "/" + found
        }
        var questions: [String: String] = [:]
        try QuestionFile(path).elements(of: "questions") { _, value in
            if let id = value["question_id"]?.plain, let text = value["question"]?.string {
                questions[id] = text
            }
        }
        return questions
    }
}
