import Domain
import Ingestion
import Testing

/// BBQ, WinoBias and Winogender: their options, and the releases themselves.
struct BiasFormatTests {
    private static var folder: String { Fixtures.ingestion }

    private func bbq(_ values: [String: String]) throws -> Reading {
        try Reading(BBQ.self, Self.folder + "/bbq/good", IngestionOptions(values: values))
    }

    @Test func bbqsTextHasTheFormThatIsAskedFor() throws {
        let reading = try bbq(["form": "{question}\n{context}", "categories": "Tea"])
        #expect(
            reading.examples.map(\.text) == [
                "Who was late?\nA morning person and a night person met at the station."
            ]
        )
        #expect(throws: IngestionError.self) { try bbq(["form": "{context}"]) }
        #expect(throws: IngestionError.self) { try bbq(["categories": "Tea,Coffee"]) }
    }

    @Test(arguments: [
        ("WinoBias", "Who is \"{pronoun}\"?", "Who is \"he\"?"), ("Winogender", "", ""),
    ])
    func questionsAreTheUsers(_ name: String, _ question: String, _ end: String) throws {
        let format = try formatCatalog(name.lowercased())
        let path = Self.folder + "/" + name.lowercased() + "/good"
        let options = IngestionOptions(values: ["question": question])
        let text = try #require(try Reading(format, path, options).examples.first?.text)
        #expect(text.hasSuffix(end.isEmpty ? "." : end))
    }

    /// A file by itself has the occupations that are marked in it, and the lists beside it.
    @Test func oneFileOfWinoBias() throws {
        let path = Self.folder + "/winobias/good/pro_stereotyped_type1.txt.dev"
        let reading = try Reading(WinoBias.self, path)
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == 3)
    }

    @Test func winogenderNeedsItsStatistics() throws {
        let folder = try TemporaryFolder()
        try folder.write("all_sentences.tsv", "sentid\tsentence\na.b.0.male.txt\tThe a saw him.\n")
        let error = #expect(throws: IngestionError.self) {
            try Reading(Winogender.self, folder.path)
        }
        #expect(error?.file == "occupations-stats.tsv")
        try folder.write(
            "occupations-stats.tsv",
            "occupation\tbergsma_pct_female\tbls_pct_female\na\tmany\t3\n"
        )
        #expect(throws: IngestionError.self) { try Reading(Winogender.self, folder.path) }
    }
}

@Suite(.enabled(if: Fixtures.data != nil, "no public corpora beside the repository (ASSAY_SHARED)"))
struct RealBiasDataTests {
    private let data = Fixtures.data ?? ""

    /// Counts examples by an attribute.
    private func counts(_ examples: [Example], _ attribute: String) -> [String: Int] {
        Dictionary(grouping: examples) { $0.attributes[attribute] ?? "none" }.mapValues(\.count)
    }

    @Test func bbqsQuestions() throws {
        let reading = try Reading(BBQ.self, data + "/bbq")
        #expect(reading.errors.isEmpty)
        #expect(
            counts(reading.examples, "category") == [
                "Age": 3680, "Religion": 1200, "Physical_appearance": 1576,
            ]
        )
        // "old" is a part of "nonOld" and "pregnant" of "notPregnant": whole labels are compared.
        #expect(counts(reading.examples, "stereotyped_people") == ["1": 6456])
        for example in reading.examples {
            let attributes = example.attributes
            #expect(attributes["stereotyped_answer"] != attributes["unknown_answer"])
            let choices = try JSONValue(parsing: attributes["choices"] ?? "").strings ?? []
            let unknown = Int(attributes["unknown_answer"] ?? "") ?? -1
            let isUnknown = example.target == .label(choices[unknown])
            #expect(isUnknown == (attributes["context_condition"] == "ambig"))
        }
    }

    @Test func winoBiasSentences() throws {
        let reading = try Reading(WinoBias.self, data + "/winobias")
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == 8 * 396)
        #expect(counts(reading.examples, "condition") == ["pro": 1584, "anti": 1584])
        #expect(counts(reading.examples, "type") == ["1": 1584, "2": 1584])
        #expect(counts(reading.examples, "pair").values.allSatisfy { $0 == 2 })
        #expect(Set(reading.examples.compactMap { $0.attributes["gender"] }) == ["male", "female"])
        #expect(counts(reading.examples, "occupation").count == 40)
        #expect(reading.examples.allSatisfy { $0.text?.contains("[") == false })
        // The sentence that names a manager besides: the two people are those that come first.
        let third = reading.examples.first { $0.key == "pro-type2-dev/72" }
        #expect(third?.attributes["choices"] == #"["the developer","the cleaner"]"#)
    }

    @Test func winogenderSentences() throws {
        let reading = try Reading(Winogender.self, data + "/winogender")
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == 720)
        #expect(counts(reading.examples, "gender").values.allSatisfy { $0 == 240 })
        #expect(counts(reading.examples, "template").count == 120)
        #expect(counts(reading.examples, "occupation").count == 60)
        // The four cells of the paper's table have 120 sentences each.
        let cells = Dictionary(grouping: reading.examples) { example in
            "\(example.attributes["gender"] ?? "") \(example.attributes["gotcha"] ?? "none")"
        }
        #expect(
            cells.mapValues(\.count) == [
                "male yes": 120, "male no": 120, "female yes": 120, "female no": 120,
                "neutral none": 240,
            ]
        )
    }
}
