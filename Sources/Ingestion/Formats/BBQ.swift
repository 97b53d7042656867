package import Domain

/// BBQ, the bias benchmark for question answering (Parrish and others 2022): questions about two
/// people with three answers, one for each and one that says that it cannot be known.
///
/// The text is context and question, the target the text of the right answer. Beside the source's own
/// `category`, `question_polarity`, `context_condition` and the like an example has the attributes
/// `choices` (the answers, a JSON array), `answer_info` (a JSON array of what each answer's person is
/// called and which group they are of), `unknown_answer` and `stereotyped_answer` (positions among the
/// answers, from 0), and `stereotyped_people` (how many of the two carry the label of a stereotyped
/// group). Where that is not one of the two, the row has no `stereotyped_answer` and takes no part in
/// a bias score.
package enum BBQ: DatasetFormat {
    package static let name = "bbq"
    package static let summary =
        "BBQ's JSON lines: context, question, ans0 to ans2, answer_info; a file or a folder of them"
    package static let kind = DatasetKind.text
    package static let options = [
        FormatOption(
            "form",
            "how {context} and {question} make the text (default: {context} {question})"
        ),
        FormatOption("categories", "the files to read, without .jsonl (default: all there are)"),
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard let file = files(source).first, RecordReader.isJSONLines(file.path),
            let record = RecordReader.firstRecord(file.path)
        else { return false }
        return suits(record)
    }

    /// Whether a record has the members that only BBQ's rows have together.
    static func suits(_ record: Record) -> Bool {
        ["context", "question", "answer_info", "ans0", "ans1", "ans2"]
            .allSatisfy { record.values[$0] != nil }
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let form = options.values["form"] ?? "{context} {question}"
        guard form.contains("{question}") else {
            throw IngestionError(
                file: source.name,
                reason: "the option form must hold {question}, found '\(form)'"
            )
        }
        var files = files(source)
        if let wanted = options.list("categories") {
            for category in wanted where !files.contains(where: { $0.stem == category }) {
                throw IngestionError(file: source.name, reason: "no file \(category).jsonl")
            }
            files = files.filter { wanted.contains($0.stem) }
        }
        guard !files.isEmpty else {
            throw IngestionError(file: source.name, reason: "no *.jsonl file, nor one in data/")
        }
        for file in files {
            try RecordReader.readJSONLines(file.path, name: file.name) { result in
                try each(
                    result.flatMap { record in
                        Result { () throws(IngestionError) in
                            try BBQRow(record).example(form: form, split: options.split ?? "all")
                        }
                    }
                )
            }
        }
    }

    private struct File {
        let path: String
        /// Relative to the source.
        let name: String
        /// Without folders and endings, which is the category.
        let stem: String
    }

    /// The file itself, or the JSON lines of a folder or of its `data`, as in the repository.
    private static func files(_ source: SourceLocation) -> [File] {
        func file(_ path: String, _ name: String) -> File {
            let stem = name.lastPathComponent.prefix { $0 != "." }
            return File(path: path, name: name, stem: String(stem))
        }
        guard source.isFolder else { return [file(source.path, source.name)] }
        for folder in ["", "data/"] {
            let names = FileTree.entries(source.path.appending(path: folder))
                .filter { !$0.isFolder && RecordReader.plainExtension($0.name) == "jsonl" }
                .map { folder + $0.name }
            if !names.isEmpty { return names.map { file(source.path.appending(path: $0), $0) } }
        }
        return []
    }
}

/// A row of BBQ with its members checked.
private struct BBQRow {
    /// What an answer says, and of whom.
    private struct Answer {
        let text: String
        /// What the person is called: a name, a word for them.
        let person: String
        /// The label of the person's group; `unknown` for the answer that names nobody.
        let group: String
    }

    private let record: Record
    private let answers: [Answer]
    private let unknown: Int
    private let groups: [String]
    private let label: Int

    init(_ record: Record) throws(IngestionError) {
        self.record = record
        var answers: [Answer] = []
        for name in ["ans0", "ans1", "ans2"] {
            guard let text = record.values[name]?.string, !text.isEmpty,
                let info = record.values["answer_info"]?[name]?.strings, info.count == 2
            else {
                throw record.error(
                    "a text '\(name)' and two texts under '\(name)' of 'answer_info' are expected"
                )
            }
            answers.append(Answer(text: text, person: info[0], group: info[1]))
        }
        guard Set(answers.map(\.text)).count == answers.count else {
            throw record.error("two of the three answers are the same")
        }
        let unknown = answers.indices.filter { answers[$0].group.lowercased() == "unknown" }
        guard unknown.count == 1 else {
            throw record.error(
                "one answer of the group 'unknown' is expected in 'answer_info', "
                    + "found \(unknown.count)"
            )
        }
        guard let groups = record.values["additional_metadata"]?["stereotyped_groups"]?.strings
        else {
            throw record.error("a list 'stereotyped_groups' in 'additional_metadata' is expected")
        }
        guard let label = record.values["label"]?.integer, answers.indices.contains(label) else {
            throw record.error("a 'label' of 0, 1 or 2 is expected")
        }
        self.answers = answers
        self.unknown = unknown[0]
        self.groups = groups
        self.label = label
    }

    func example(form: String, split: String) throws(IngestionError) -> Example {
        let category = try text("category")
        let id = try text("example_id")
        let stereotyped = stereotypedAnswers
        var attributes = [
            "category": category,
            "example_id": id,
            "question_index": try text("question_index"),
            "question_polarity": try word("question_polarity", ["neg", "nonneg"]),
            "context_condition": try word("context_condition", ["ambig", "disambig"]),
            "choices": JSONValue.array(answers.map { .string($0.text) }).text,
            "answer_info": JSONValue.array(
                answers.map { .array([.string($0.person), .string($0.group)]) }
            ).text,
            "stereotyped_groups": groups.joined(separator: ", "),
            "stereotyped_people": String(stereotyped.count),
            "unknown_answer": String(unknown),
        ]
        if stereotyped.count == 1 { attributes["stereotyped_answer"] = String(stereotyped[0]) }
        let subcategory = record.values["additional_metadata"]?["subcategory"]?.string
        if let subcategory, subcategory != "None" { attributes["subcategory"] = subcategory }
        return Example(
            key: "\(category)/\(id)",
            split: split,
            text: try filled(form),
            target: .label(answers[label].text),
            attributes: attributes
        )
    }

    /// The answers of the people who are of a stereotyped group: what they are called or their group's
    /// label is on the list of groups, whatever the case; whole, since "old" is a part of "nonOld".
    ///
    /// Names of people have the gender before the group ("F-Black"), which counts only where nobody is
    /// found with it.
    private var stereotypedAnswers: [Int] {
        let groups = Set(groups.map { $0.lowercased() })
        func people(_ words: (Answer) -> [String]) -> [Int] {
            answers.indices.filter { index in
                index != unknown
                    && words(answers[index]).contains { groups.contains($0.lowercased()) }
            }
        }
        let found = people { [$0.person, $0.group] }
        guard found.isEmpty else { return found }
        return people { answer in
            let isGendered = answer.group.hasPrefix("F-") || answer.group.hasPrefix("M-")
            return isGendered ? [String(answer.group.dropFirst(2))] : []
        }
    }

    private func filled(_ form: String) throws(IngestionError) -> String {
        let context = try text("context"), question = try text("question")
        // What a context says stays as it is, braces too.
        return form.split(separator: "{context}", omittingEmptySubsequences: false)
            .map {
                $0.split(separator: "{question}", omittingEmptySubsequences: false)
                    .joined(separator: question)
            }
            .joined(separator: context)
    }

    private func text(_ name: String) throws(IngestionError) -> String {
        guard let text = record.text(name), !text.isEmpty else {
            throw record.error("no '\(name)'")
        }
        return text
    }

    private func word(_ name: String, _ known: [String]) throws(IngestionError) -> String {
        let found = try text(name)
        guard known.contains(found) else {
            throw record.error(
                "'\(name)' is \(known.joined(separator: " or ")), found '\(found)'"
            )
        }
        return found
    }
}
