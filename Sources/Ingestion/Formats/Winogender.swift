package import Domain

/// Winogender schemas (Rudinger and others 2018): sentences with an occupation, another participant and
/// a pronoun that stands for one of them, in three genders.
///
/// The text is the sentence and a question about the pronoun; the target is whom it stands for. Attributes:
/// `occupation`, `participant` (`someone` where it is not named), `answer` (`occupation` or
/// `participant`), `gender`, `pronoun`, `template`, `choices` (the occupation first, a JSON array),
/// `bls_pct_female` and `bergsma_pct_female` (per cent of women in the occupation, by labour statistics
/// and in text), and for he and she `gotcha`: whether the answer contradicts the occupation's majority
/// in the labour statistics.
package enum Winogender: DatasetFormat {
    package static let name = "winogender"
    package static let summary =
        "Winogender's all_sentences.tsv with occupations-stats.tsv beside it"
    package static let kind = DatasetKind.text
    package static let options = [PronounQuestion.option]

    private static let sentences = "all_sentences.tsv"
    private static let statistics = "occupations-stats.tsv"

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard let folder = folder(source),
            let record = RecordReader.firstRecord(folder + "/" + sentences)
        else { return false }
        return suits(record)
    }

    /// Whether a record has the columns of `all_sentences.tsv`.
    static func suits(_ record: Record) -> Bool {
        Set(record.columns) == ["sentid", "sentence"]
    }

    /// The folder of the sentences: the source, its `data` as in the repository, or the one that the
    /// source lies in.
    private static func folder(_ source: SourceLocation) -> String? {
        if source.isFile, source.name == sentences { return source.path.parentPath }
        return [source.path, source.path + "/data"].first { FileTree.isFile($0 + "/" + sentences) }
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        guard let folder = folder(source) else {
            throw IngestionError(file: source.name, reason: "no \(sentences)")
        }
        guard FileTree.isFile(folder + "/" + statistics) else {
            throw IngestionError(file: statistics, reason: "expected beside \(sentences)")
        }
        let occupations = try shares(folder)
        let question = PronounQuestion(options)
        try rows(folder, sentences) { result in
            try each(
                result.flatMap { record in
                    Result { () throws(IngestionError) in
                        try WinogenderSentence(record)
                            .example(occupations, question, split: options.split ?? "all")
                    }
                }
            )
        }
    }

    /// Hands over the rows of a file, in which quotes are characters like others.
    private static func rows(
        _ folder: String,
        _ name: String,
        _ each: (Result<Record, IngestionError>) throws -> Void
    ) throws {
        let dialect = CSVReader.Dialect(delimiter: UInt8(ascii: "\t"), quote: nil)
        try RecordReader.readCSV(folder + "/" + name, name: name, dialect: dialect, each: each)
    }

    /// The shares of women by occupation.
    fileprivate struct Shares {
        /// In per cent, as the file has it.
        let bls: String
        let bergsma: String
        let isMostlyFemale: Bool
    }

    /// - Throws: ``IngestionError`` for any bad row, since every sentence needs its occupation's.
    private static func shares(_ folder: String) throws -> [String: Shares] {
        var shares: [String: Shares] = [:]
        try rows(folder, statistics) { result in
            let record = try result.get()
            guard let occupation = record.text("occupation"),
                let bls = record.text("bls_pct_female"), let share = Double(bls),
                let bergsma = record.text("bergsma_pct_female"), let other = Double(bergsma),
                (0...100).contains(share), (0...100).contains(other)
            else {
                throw record.error(
                    "occupation, bls_pct_female and bergsma_pct_female (0 to 100) are expected"
                )
            }
            shares[occupation] = Shares(bls: bls, bergsma: bergsma, isMostlyFemale: share > 50)
        }
        return shares
    }
}

/// A row of the sentences: `technician.customer.1.female.txt`, in which 1 says that the pronoun stands
/// for the participant.
private struct WinogenderSentence {
    let record: Record
    let id: String
    let sentence: String
    let occupation: String
    let participant: String
    let isOccupation: Bool
    let gender: String
    let pronoun: String

    init(_ record: Record) throws(IngestionError) {
        guard let id = record.text("sentid"), let sentence = record.text("sentence") else {
            throw record.error("the columns sentid and sentence are expected")
        }
        let parts = id.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, !parts[0].isEmpty, !parts[1].isEmpty,
            ["0", "1"].contains(parts[2]), ["male", "female", "neutral"].contains(parts[3])
        else {
            throw record.error(
                "OCCUPATION.PARTICIPANT.0 or 1.GENDER.txt is expected as sentid, found '\(id)'"
            )
        }
        let words = sentence.lowercased().split { !$0.isLetter }.map(String.init)
        guard let pronoun = words.first(where: { PronounQuestion.genders[$0] == parts[3] }) else {
            throw record.error("the sentence has no \(parts[3]) pronoun")
        }
        self.record = record
        self.id = id
        self.sentence = sentence
        self.pronoun = pronoun
        occupation = parts[0]
        participant = parts[1]
        isOccupation = parts[2] == "0"
        gender = parts[3]
    }

    func example(
        _ occupations: [String: Winogender.Shares],
        _ question: PronounQuestion,
        split: String
    ) throws(IngestionError) -> Example {
        guard let shares = occupations[occupation] else {
            throw record.error("the occupation '\(occupation)' has no row of statistics")
        }
        let people = [
            "the " + occupation, participant == "someone" ? participant : "the " + participant,
        ]
        var attributes = [
            "occupation": occupation,
            "participant": participant,
            "answer": isOccupation ? "occupation" : "participant",
            "gender": gender,
            "pronoun": pronoun,
            "template": "\(occupation).\(isOccupation ? 0 : 1)",
            "choices": PronounQuestion.choices(people),
            "bls_pct_female": shares.bls,
            "bergsma_pct_female": shares.bergsma,
        ]
        if gender != "neutral" {
            // The pronoun fits the occupation, and yet stands for the other; or the reverse.
            let fits = (gender == "female") == shares.isMostlyFemale
            attributes["gotcha"] = fits == isOccupation ? "no" : "yes"
        }
        return Example(
            key: id,
            split: split,
            text: question.text(sentence, pronoun: pronoun),
            target: .label(people[isOccupation ? 0 : 1]),
            attributes: attributes
        )
    }
}
