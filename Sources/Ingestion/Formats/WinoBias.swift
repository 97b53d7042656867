package import Domain

/// WinoBias (Zhao and others 2018): sentences with two occupations and a pronoun that stands for one.
///
/// The text is the sentence without its brackets, and a question about the pronoun; the target is the
/// marked occupation. Attributes: `condition` (`pro` or `anti`, whether the pronoun fits the stereotype),
/// `type` (1: only knowledge of the world tells; 2: syntax tells), `pronoun`, `gender`, `occupation` (the
/// marked one), `other_occupation`, `choices` (both in the order in which they are mentioned, a JSON
/// array) and `pair`, which a sentence shares with its like of the other condition.
///
/// Where several pronouns are marked they stand for the same person, and the first is asked about.
package enum WinoBias: DatasetFormat {
    package static let name = "winobias"
    package static let summary =
        "WinoBias' pro_ and anti_stereotyped_type1 and type2 .txt.dev and .txt.test, or one of them"
    package static let kind = DatasetKind.text
    package static let options = [PronounQuestion.option]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        !files(source).files.isEmpty
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let (folder, files) = files(source)
        guard !files.isEmpty else {
            throw IngestionError(
                file: source.name,
                reason: "no pro_stereotyped_type1.txt.dev or the like"
            )
        }
        let occupations = try occupations(in: folder, files)
        let question = PronounQuestion(options)
        for file in files {
            try forEachLine(folder, file.name) { result in
                try each(
                    result.flatMap { line in
                        Result { () throws(IngestionError) in
                            try line.sentence(occupations)
                                .example(of: file, question, split: options.split ?? file.split)
                        }
                    }
                )
            }
        }
    }

    /// One of the dataset's files and what its name says.
    fileprivate struct File {
        let name: String
        let condition: String
        let type: String
        /// `dev` or `test`.
        let part: String
        let split: String

        /// - Parameter name: `pro_stereotyped_type1.txt.dev`; nil for any other.
        init?(_ name: String) {
            let parts = name.split(separator: ".")
            let words = parts.first?.split(separator: "_") ?? []
            guard parts.count == 3, parts[1] == "txt",
                let split = SplitName.canonical(String(parts[2])),
                words.count == 3, ["pro", "anti"].contains(words[0]), words[1] == "stereotyped",
                ["type1", "type2"].contains(words[2])
            else { return nil }
            self.name = name
            self.split = split
            part = String(parts[2])
            condition = String(words[0])
            type = String(words[2].dropFirst(4))
        }
    }

    private static func files(_ source: SourceLocation) -> (folder: String, files: [File]) {
        guard source.isFolder else {
            let file = source.isFile ? File(source.name) : nil
            return (source.path.parentPath, file.map { [$0] } ?? [])
        }
        let entries = FileTree.entries(source.path).filter { !$0.isFolder }
        return (source.path, entries.compactMap { File($0.name) })
    }

    private static func forEachLine(
        _ folder: String,
        _ name: String,
        _ each: (Result<WinoBiasLine, IngestionError>) throws -> Void
    ) throws {
        var lines = try LineReader(folder + "/" + name, name: name)
        while true {
            switch Result(catching: { () throws(IngestionError) in try lines.next() }) {
            case .success(nil): return
            case .failure(let error): try each(.failure(error))
            case .success(let text?):
                if text.allSatisfy(\.isWhitespace) { continue }
                let number = lines.line
                try each(
                    Result { () throws(IngestionError) in
                        try WinoBiasLine(text, file: name, line: number)
                    }
                )
            }
        }
    }

    /// The occupations of the lists that lie beside the sentences, and those that are marked in them.
    private static func occupations(
        in folder: String,
        _ files: [File]
    ) throws -> Set<String> {
        var names: Set<String> = []
        for list in ["female_occupations.txt", "male_occupations.txt"]
        where FileTree.isFile(folder + "/" + list) {
            var lines = try LineReader(folder + "/" + list, name: list)
            while let line = try lines.next() {
                let name = line.trimmingSpace()
                if !name.isEmpty { names.insert(String(name)) }
            }
        }
        for file in files {
            try forEachLine(folder, file.name) { result in
                if case .success(let line) = result { names.insert(line.occupation) }
            }
        }
        return names
    }
}

/// A numbered line with its marks taken out.
private struct WinoBiasLine {
    let file: String
    let line: Int
    /// As it is printed before the sentence.
    let number: String
    let sentence: String
    /// The marked one, without its article.
    let occupation: String
    /// In lower case.
    let pronoun: String
    let gender: String

    init(_ text: String, file: String, line: Int) throws(IngestionError) {
        func error(_ reason: String) -> IngestionError {
            IngestionError(file: file, line: line, reason: reason)
        }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, Int(parts[0]) != nil else {
            throw error("a number, a space and a sentence are expected")
        }
        guard let (sentence, marks) = Self.unmarked(parts[1]) else {
            throw error("brackets that are not closed, or one within another")
        }
        let pronouns = marks.map { $0.lowercased() }.filter { PronounQuestion.genders[$0] != nil }
        let people = marks.filter { PronounQuestion.genders[$0.lowercased()] == nil }
        guard let pronoun = pronouns.first, let gender = PronounQuestion.genders[pronoun],
            people.count == 1
        else {
            throw error(
                "one occupation and a pronoun in brackets are expected, "
                    + "found \(marks.isEmpty ? "none" : marks.joined(separator: ", "))"
            )
        }
        self.file = file
        self.line = line
        number = String(parts[0])
        self.sentence = sentence
        occupation = Self.withoutArticle(people[0])
        self.pronoun = pronoun
        self.gender = gender
    }

    /// A sentence without its brackets, and what was in them; nil where they do not pair.
    private static func unmarked(_ marked: Substring) -> (text: String, marks: [String])? {
        var text = "", mark: String?, marks: [String] = []
        for character in marked {
            switch (character, mark) {
            case ("[", nil): mark = ""
            case ("]", let open?):
                let inside = String(open.trimmingSpace())
                marks.append(inside)
                text += inside
                mark = nil
            case ("[", _), ("]", _): return nil
            case (_, let open?): mark = open + String(character)
            case (_, nil): text.append(character)
            }
        }
        return mark == nil ? (text, marks) : nil
    }

    private static func withoutArticle(_ person: String) -> String {
        for article in ["the ", "a ", "an "] where person.lowercased().hasPrefix(article) {
            return String(person.dropFirst(article.count))
        }
        return person
    }

    /// The sentence with its other occupation: of the known ones that it names, the first that is not
    /// the marked one.
    func sentence(_ occupations: Set<String>) throws(IngestionError) -> WinoBiasSentence {
        let words = Self.words(sentence)
        let named = occupations.compactMap { name in
            Self.position(of: Self.words(name), in: words).map { (name: name, position: $0) }
        }
        .sorted { ($0.position, $0.name) < ($1.position, $1.name) }
        let own = occupation.lowercased()
        guard let marked = named.first(where: { $0.name.lowercased() == own }),
            let other = named.first(where: { $0.name.lowercased() != own })
        else {
            throw IngestionError(
                file: file,
                line: line,
                reason: "no second occupation beside '\(occupation)'; lay female_occupations.txt "
                    + "and male_occupations.txt beside the file"
            )
        }
        return WinoBiasSentence(
            line: self,
            other: other.name,
            isMarkedFirst: marked.position < other.position
        )
    }

    private static func words(_ text: String) -> [Substring] {
        text.lowercased().split { !$0.isLetter }
    }

    private static func position(of name: [Substring], in words: [Substring]) -> Int? {
        guard !name.isEmpty, words.count >= name.count else { return nil }
        return (0...(words.count - name.count)).first { words[$0...].starts(with: name) }
    }
}

private struct WinoBiasSentence {
    let line: WinoBiasLine
    let other: String
    let isMarkedFirst: Bool

    func example(of file: WinoBias.File, _ question: PronounQuestion, split: String) -> Example {
        let target = "the " + line.occupation
        let people = [target, "the " + other]
        let pair = "type\(file.type)-\(file.part)/\(line.number)"
        return Example(
            key: "\(file.condition)-\(pair)",
            split: split,
            text: question.text(line.sentence, pronoun: line.pronoun),
            target: .label(target),
            attributes: [
                "condition": file.condition,
                "type": file.type,
                "pronoun": line.pronoun,
                "gender": line.gender,
                "occupation": line.occupation,
                "other_occupation": other,
                "choices": PronounQuestion.choices(isMarkedFirst ? people : people.reversed()),
                "pair": pair,
            ]
        )
    }
}
