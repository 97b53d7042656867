package import Domain

/// SQuAD 1.1 and 2.0: questions about paragraphs, answered by a part of one or by none.
///
/// The paragraph is the attribute `context`. The target has every answer that was given; that of a
/// question without one is a single empty text, as the official scripts take it.
///
/// Source: Rajpurkar and others 2016 and 2018.
package enum SQuAD: DatasetFormat {
    package static let name = "squad"
    package static let summary = "questions about paragraphs in SQuAD's JSON, version 1.1 or 2.0"
    package static let kind = DatasetKind.text
    package static let options: [FormatOption] = []

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        QuestionFile.first(of: "data", source.path)?["paragraphs"]?.array != nil
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let file = QuestionFile(source.path)
        let split = options.split ?? SplitName.mentioned(in: source.name) ?? "all"
        try file.elements(of: "data") { number, article in
            guard let paragraphs = article["paragraphs"]?.array else {
                let error = file.error("article \(number)", "a list 'paragraphs' is expected")
                return try each(.failure(error))
            }
            for (index, paragraph) in paragraphs.enumerated() {
                let place = "article \(number), paragraph \(index + 1)"
                guard let context = paragraph["context"]?.string,
                    let questions = paragraph["qas"]?.array
                else {
                    let reason = "a text 'context' and a list 'qas' are expected"
                    try each(.failure(file.error(place, reason)))
                    continue
                }
                for question in questions {
                    var attributes = ["context": context]
                    attributes["document"] = article["title"]?.string
                    try each(
                        Result { () throws(IngestionError) in
                            try example(question, attributes, split) { file.error(place, $0) }
                        }
                    )
                }
            }
        }
    }

    private static func example(
        _ question: JSONValue,
        _ attributes: [String: String],
        _ split: String,
        _ error: (String) -> IngestionError
    ) throws(IngestionError) -> Example {
        guard let key = question["id"]?.plain, !key.isEmpty,
            let text = question["question"]?.string
        else { throw error("a question with 'id' and 'question' is expected") }
        var attributes = attributes
        var target: Target?
        if let members = question["answers"]?.array {
            let texts = members.compactMap { $0["text"]?.string }
            guard texts.count == members.count else {
                throw error("question \(key): each answer needs a 'text'")
            }
            let isImpossible = question["is_impossible"]?.bool
            guard !texts.isEmpty || isImpossible == true else {
                throw error(
                    "question \(key): it has no answer and is not marked 'is_impossible': true"
                )
            }
            attributes["answerable"] = isImpossible.map { $0 ? "no" : "yes" }
            target = .alternatives(isImpossible == true ? [""] : texts)
        }
        return Example(
            key: key,
            split: split,
            text: text,
            target: target,
            attributes: attributes
        )
    }
}
