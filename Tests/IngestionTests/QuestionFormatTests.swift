import Domain
import Ingestion
import Testing

/// The options of the formats of questions, entities and captions.
@Suite struct QuestionFormatTests {
    private func good(_ format: String) -> String { Fixtures.ingestion + "/\(format)/good" }

    private func error(
        _ format: any DatasetFormat.Type,
        _ path: String,
        _ values: [String: String] = [:]
    ) -> String {
        do {
            let reading = try Reading(format, path, IngestionOptions(values: values))
            return reading.errors.first.map { "\($0)" } ?? ""
        } catch {
            return "\(error)"
        }
    }

    @Test func unanswerableQuestionsHaveAnEmptyAnswer() throws {
        let reading = try Reading(SQuAD.self, good("squad") + "/dev-v2.0.json")
        let targets = Dictionary(
            uniqueKeysWithValues: reading.examples.map { ($0.key, $0.target) }
        )
        #expect(targets["q1"] == .alternatives(["Ines", "called Ines"]))
        #expect(targets["q2"] == .alternatives([""]))
        #expect(targets["q4"] == .some(nil))
    }

    @Test func picturesAndQuestionsMustBeThere() throws {
        let folder = try TemporaryFolder()
        let annotations = try folder.write(
            "v2_mscoco_val2014_annotations.json",
            #"{"annotations": [{"question_id": 1, "image_id": 2, "question_type": "is", "#
                + #""answers": [{"answer": "yes"}]}]}"#
        )
        #expect(error(VQA.self, annotations).contains("name it with the option questions"))
        let some = ["questions": "none"]
        #expect(error(VQA.self, annotations, some).contains("images=none"))
        let wrong = ["questions": "none", "images": "nowhere"]
        #expect(error(VQA.self, annotations, wrong).contains("there is no folder nowhere"))
        let none = ["questions": "none", "images": "none"]
        let reading = try Reading(VQA.self, annotations, IngestionOptions(values: none))
        #expect(reading.examples.map(\.text) == ["is"])
        #expect(reading.examples.map(\.medium) == [nil])
    }

    @Test func questionsAreJoinedById() throws {
        let reading = try Reading(VQA.self, good("vqa"))
        #expect(reading.examples.count == 3)
        #expect(reading.examples[0].text == "What is the colour of the bar?")
        #expect(reading.examples[0].medium?.digest == reading.examples[1].medium?.digest)
        #expect(
            reading.examples.map { $0.attributes["answer_type"] } == ["other", "yes/no", "number"]
        )
        guard case .alternatives(let answers) = reading.examples[0].target else { return }
        #expect(answers.count == 10)
    }

    @Test func columnsAreChosen() throws {
        let path = good("conll") + "/eng.testb"
        let options = IngestionOptions(values: ["tags": "2"])
        let reading = try Reading(CoNLL.self, path, options)
        #expect(reading.examples[0].text == "Ines Vale left Port Arden .")
        #expect(reading.examples[0].target == .tags(["NNP", "NNP", "VBD", "NNP", "NNP", "."]))
        #expect(reading.examples.map { $0.attributes["document"] } == ["1", "2"])
        #expect(reading.examples[0].split == "test")
        #expect(error(CoNLL.self, path, ["tags": "9"]).contains("9 columns or more expected"))
        #expect(error(CoNLL.self, path, ["tags": "0"]).contains("found '0'"))
    }

    @Test func queriesAreExecuted() throws {
        let reading = try Reading(WikiSQL.self, good("wikisql"))
        let answers = reading.examples.map { example -> [String] in
            guard case .answers(let answers) = example.target else { return ["no answers"] }
            return answers.map(\.text)
        }
        #expect(answers == [["arden", "brim"], ["2000.5"], ["arden", "brim"], ["0"]])
        #expect(reading.examples[1].attributes["aggregation"] == "SUM")
        #expect(
            reading.examples[0].attributes["query"] == #"{"agg":0,"conds":[[2,0,"Port"]],"sel":0}"#
        )
        #expect(reading.examples[0].attributes["types"] == #"["text","real","text"]"#)
    }

    @Test func captionsWithTheirReferences() throws {
        let folder = try TemporaryFolder()
        let rows = "a.png\tA bar.\tA red bar.\tBars.\na.png\tAlone.\n"
        let file = try folder.write("mine.tsv", rows)
        let options = IngestionOptions(
            values: ["references": "yes", "images": good("caption-tsv")]
        )
        let reading = try Reading(CaptionTSV.self, file, options)
        #expect(reading.examples.map(\.text) == ["A bar.", "Alone."])
        #expect(reading.examples.map(\.target) == [.alternatives(["A red bar.", "Bars."]), nil])
    }

    @Test func captionsOfAPictureTogether() throws {
        let options = IngestionOptions(values: ["examples": "pictures"])
        let reading = try Reading(CocoCaptions.self, good("coco-captions"), options)
        #expect(reading.examples.map(\.key) == ["7", "9"])
        #expect(reading.examples.map(\.text) == [nil, nil])
        #expect(
            reading.examples[1].target == .alternatives(["A red bar.", "Another bar, {braced}"])
        )
        let wrong = error(CocoCaptions.self, good("coco-captions"), ["examples": "x"])
        #expect(wrong.contains("'captions' or 'pictures' is expected, found 'x'"))
    }
}
