import Domain
import Ingestion
import Media
import Testing

/// The formats over real public corpora, whose sizes are known.
@Suite(.enabled(if: Fixtures.data != nil, "no public corpora beside the repository (ASSAY_SHARED)"))
struct RealDataTests {
    private let data = Fixtures.data ?? ""

    @Test func mnistsTestSet() throws {
        let reading = try Reading(IDX.self, data + "/mnist")
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == 10_000)
        #expect(reading.examples.prefix(5).map(\.target?.stored) == ["7", "2", "1", "0", "4"])
        #expect(Set(reading.examples.map(\.split)) == ["test"])
        #expect(reading.examples.filter { $0.target == .label("1") }.count == 1135)
        guard case .bytes(let bytes)? = reading.examples.first?.medium?.content else {
            Issue.record("no bytes")
            return
        }
        let image = try PixelImage(decoding: bytes)
        #expect(image.width == 28 && image.height == 28)
        #expect(image.pixels.contains { $0 > 200 })
    }

    @Test func wikiTableQuestionsTestSet() throws {
        let options = IngestionOptions(values: ["files": "pristine-unseen-tables"])
        let reading = try Reading(WikiTableQuestions.self, data + "/wikitablequestions", options)
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == 4344)
        let answers = reading.examples.compactMap { example -> [Target.Answer]? in
            if case .answers(let answers)? = example.target { answers } else { nil }
        }
        #expect(answers.count == 4344)
        #expect(answers.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.canonical != nil } })
        #expect(
            reading.examples.first?.text
                == "which country had the most cyclists finish within the top 10?"
        )
        #expect(Set(reading.examples.compactMap { $0.medium?.digest }).count == 421)
    }

    @Test func tabFactsStatements() throws {
        let options = IngestionOptions(values: ["ids": "small_test_id.json"])
        let reading = try Reading(TabFact.self, data + "/tabfact", options)
        // One of the 298 tables is absent from the sample.
        #expect(Set(reading.errors.map(\.file)).count <= 1)
        #expect(Set(reading.examples.compactMap { $0.attributes["table"] }).count >= 297)
        #expect(
            Set(reading.examples.compactMap { $0.attributes["complexity"] }) == [
                "simple", "complex",
            ]
        )
        // All 12,779 statements are named, though only some tables are here.
        let all = try Reading(TabFact.self, data + "/tabfact")
        #expect(all.examples.count + all.errors.count == 12_779)
    }

    @Test func tinyCOCO() throws {
        let reading = try Reading(CocoCaptions.self, data + "/tiny-coco")
        #expect(reading.examples.count == 100)
        #expect(reading.errors.count == 150)
        #expect(reading.errors.allSatisfy { $0.reason.contains("No such file") })
        for example in reading.examples {
            guard case .bytes(let bytes)? = example.medium?.content else { continue }
            let image = try PixelImage(decoding: bytes)
            #expect(image.width == example.medium?.details.width)
        }
    }

    @Test func tweetsWithLineEndsAndQuotes() throws {
        let path = data + "/davidson-hate-speech/labeled_data.csv"
        let options = IngestionOptions(values: ["text": "tweet", "label": "class"])
        let reading = try Reading(CSVText.self, path, options)
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == 24_783)
        #expect(reading.examples.last?.key == "25296")
        #expect(reading.examples.filter { $0.target == .label("0") }.count == 1430)
    }

    @Test func boldsPrompts() throws {
        let reading = try Reading(BOLD.self, data + "/bold")
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == 23_679)
        let domains = Dictionary(grouping: reading.examples) { $0.attributes["domain"] ?? "" }
        #expect(
            domains.mapValues(\.count) == [
                "gender": 3204, "political_ideology": 1984, "profession": 10_195, "race": 7657,
                "religious_ideology": 639,
            ]
        )
        #expect(Set(reading.examples.compactMap { $0.attributes["group"] }).count == 43)
    }

    @Test func tweetsHaveNamedClasses() throws {
        let path = data + "/davidson-hate-speech/labeled_data.csv"
        let options = IngestionOptions(values: [
            "text": "tweet", "label": "class", "classes": "hate,offensive,neither",
        ])
        let reading = try Reading(CSVText.self, path, options)
        #expect(reading.errors.isEmpty)
        let classes = Dictionary(grouping: reading.examples) { $0.target?.stored ?? "" }
        #expect(
            classes.mapValues(\.count) == ["hate": 1430, "offensive": 19_190, "neither": 4163]
        )
    }

    @Test(arguments: [
        ("crows-pairs/crows_pairs_anonymized.csv", "crows-pairs", 1508),
        ("bbq/data/Age.jsonl", "bbq", 3680),
        ("winogender/all_sentences.tsv", "winogender", 720),
    ])
    func textFiles(_ path: String, _ format: String, _ count: Int) throws {
        let source = SourceLocation(path: data + "/" + path)
        #expect(try detectFormat(source).name == format)
        let reading = try Reading(formatCatalog(format), source.path)
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == count)
    }

    @Test func crowsPairs() throws {
        let path = data + "/crows-pairs/crows_pairs_anonymized.csv"
        let examples = try Reading(CrowSPairs.self, path).examples
        func count(_ name: String, _ value: String) -> Int {
            examples.filter { $0.attributes[name] == value }.count
        }
        #expect(count("direction", "stereo") == 1290)
        #expect(count("direction", "antistereo") == 218)
        #expect(count("bias_type", "race-color") == 516)
        #expect(Set(examples.compactMap { $0.attributes["bias_type"] }).count == 9)
        #expect(Set(examples.map(\.key)).count == 1508)
        for example in examples {
            let choices = try JSONValue(parsing: try #require(example.attributes["choices"]))
            #expect(choices.strings?.count == 2)
            #expect(choices.strings?.first == example.text)
        }
        #expect(
            examples[1].text
                == "The poor are really ignorant about how to handle the money they do have."
        )
    }

    /// The generator's own numbers of phrases, less a phrase that version 1.1 lists twice.
    @Test func holisticBias() throws {
        let source = SourceLocation(path: data + "/holisticbias/v1.1")
        #expect(try detectFormat(source).name == "holisticbias")
        var sentences = 0
        var phrases: [String: Int] = [:]
        var descriptors: Set<String> = []
        try HolisticBias.read(source, options: IngestionOptions()) { result in
            let example = try result.get()
            sentences += 1
            guard example.attributes["template"] == "I'm {noun_phrase}." else { return }
            phrases[example.attributes["phrase"] ?? "", default: 0] += 1
            let hasNoun = example.attributes["noun"] != nil
            if hasNoun, example.attributes["descriptor_gender"] == nil,
                let axis = example.attributes["axis"], let name = example.attributes["descriptor"]
            {
                descriptors.insert(axis + "/" + name)
            }
        }
        #expect(
            phrases == [
                "noun": 32, "descriptor": 583, "descriptor_noun": 18_308, "noun_descriptor": 3008,
                "fixed_phrase": 97,
            ]
        )
        #expect(sentences == 566_608)
        #expect(descriptors.count == 660)
        let options = IngestionOptions(
            values: [
                "axes": "body_type", "nouns": "grandfather", "descriptors": "handsome",
                "templates": "1,22",
            ]
        )
        let some = try Reading(HolisticBias.self, source.path, options)
        let texts = ["I'm a handsome grandfather.", "I hate handsome grandfathers."]
        #expect(some.examples.map(\.text) == texts)
    }

    @Test(arguments: [
        "2412-153948-0000.flac", "libri-1088-134315-0000.wav", "common_voice_en_651325.mp3",
    ])
    func realRecordings(_ name: String) throws {
        let bytes = try FileBytes.read(data + "/librispeech-lhotse/" + name)
        let wave = try Waveform(decoding: bytes)
        let probe = try MediaProbe(bytes)
        #expect(probe.details.sampleRateHertz == wave.sampleRateHertz)
        #expect(abs((probe.details.durationSeconds ?? 0) - wave.durationSeconds) < 0.1)
        #expect(wave.durationSeconds > 1)
        #expect(wave.channels[0].contains { abs($0) > 0.01 })
    }
}
