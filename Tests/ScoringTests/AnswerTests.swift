import Domain
import Foundation
import Testing

@testable import Scoring

@Suite struct AnswerTests {
    private func score(
        _ name: String,
        _ answer: String,
        _ targets: [String],
        _ options: [String: JSONValue] = [:]
    ) throws -> Double? {
        try value(name, options, [(.text(answer), .alternatives(targets))])
    }

    /// The examples of SQuAD's own evaluation: articles, case and punctuation do not count.
    @Test func squad() throws {
        #expect(try score("squad_exact_match", "The  Denver Broncos!", ["denver broncos"]) == 1)
        #expect(try score("squad_exact_match", "Denver", ["Denver Broncos", "denver"]) == 1)
        let found = try score("squad_f1", "the Denver team", ["Denver Broncos", "Broncos"])
        #expect(isClose(found, 0.5))
        // That there is no answer is an answer.
        #expect(try score("squad_exact_match", "", [""]) == 1)
        #expect(try score("squad_f1", "the", [""]) == 1)
        #expect(try score("squad_f1", "x", [""]) == 0)
        #expect(try score("squad_exact_match", "", ["the", "x"]) == 0)
        #expect(throws: MetricError.self) { try score("squad_f1", "x", []) }
    }

    @Test(arguments: [
        ("two", "2"), ("The cat.", "cat"), ("dont", "don't"), ("1,000", "1000"), ("A-B", "b"),
        ("50/50", "50 50"), ("none", "0"), ("St. John's", "st john's"), ("couldntve", "couldntve"),
        ("couldnt've", "couldn't've"), ("yall'dve", "yall'dve"), ("y'all'dve", "y'all'd've"),
        ("'ows'at", "'ow's'at"), ("hello, world!", "hello world"), ("1.5.", "1.5"),
        ("somebody'd", "somebodyd"), (String(repeating: ".", count: 34), ".."),
    ])
    func visualAnswers(text: String, expected: String) {
        #expect(VisualAnswer.normalize(text) == expected)
    }

    @Test func agreementOfTen() throws {
        for (agreeing, expected) in [(0, 0.0), (1, 0.3), (2, 0.6), (3, 0.9), (4, 1), (9, 1)] {
            let people =
                [String](repeating: "two", count: agreeing)
                + (agreeing..<10).map { "x\($0)" }
            #expect(isClose(try score("vqa_accuracy", "2", people), expected))
        }
        // Where all say the same nothing is normalised.
        let same = [String](repeating: "two", count: 10)
        #expect(try score("vqa_accuracy", "two\n", same) == 1)
        #expect(try score("vqa_accuracy", "2", same) == 0)
    }

    /// Real answers of ten people each; the figures are those of the official script.
    @Test(
        .enabled(
            if: SharedData.has("data/vqa-samples"),
            "needs data/vqa-samples of the shared data"
        )
    )
    func answersOfPeople() throws {
        let root = try #require(SharedData.root)
        func rows(_ name: String, _ member: String) throws -> [JSONValue] {
            let file = root.appending(path: "data/vqa-samples/\(name)")
            return try JSONValue(parsing: Array(Data(contentsOf: file)))[member]?.array ?? []
        }
        func people(_ row: JSONValue) -> [String] {
            row["answers"]?.array?.compactMap { $0.string ?? $0["answer"]?.string } ?? []
        }
        func accuracy(_ rows: [JSONValue], _ answer: (JSONValue) -> String?) throws -> Double? {
            try value(
                "vqa_accuracy",
                [:],
                rows.map { (.text(answer($0) ?? ""), .alternatives(people($0))) }
            )
        }
        let rows2 = try rows("v2_mscoco_val2014_annotations.json_samples.json", "annotations")
        try #require(rows2.count == 100)
        func all(_ answer: (JSONValue) -> String?) throws -> Double? { try accuracy(rows2, answer) }
        #expect(isClose(try all { $0["multiple_choice_answer"]?.string }, 0.984, within: 1e-9))
        #expect(isClose(try all { _ in "yes" }, 0.233, within: 1e-9))
        #expect(isClose(try all { _ in "no" }, 0.276, within: 1e-9))
        let other = rows2.filter { $0["answer_type"]?.string == "other" }
        let best = try accuracy(other) { $0["multiple_choice_answer"]?.string }
        #expect(other.count == 43 && isClose(best, 0.9628, within: 5e-5))
        for (type, count) in [("yes/no", 40), ("number", 17)] {
            let rows = rows2.filter { $0["answer_type"]?.string == type }
            let best = try accuracy(rows) { $0["multiple_choice_answer"]?.string }
            #expect(rows.count == count && best == 1, "\(type)")
        }
    }

    /// The answer that most people gave, the first of those with equally many, to 100 TextVQA questions.
    @Test(
        .enabled(
            if: SharedData.has("data/vqa-samples"),
            "needs data/vqa-samples of the shared data"
        )
    )
    func commonestAnswersOfTextVQA() throws {
        let name = "data/vqa-samples/TextVQA_0.5.1_val.json_samples.json"
        let root = try #require(SharedData.root)
        let file = try JSONValue(parsing: Array(Data(contentsOf: root.appending(path: name))))
        let rows = try #require(file["data"]?.array).map { $0["answers"]?.strings ?? [] }
        try #require(rows.count == 100 && rows.allSatisfy { $0.count == 10 })
        let examples = rows.map { answers in
            let counts = answers.map { answer in answers.count { $0 == answer } }
            let best = counts.firstIndex(of: counts.max() ?? 0) ?? 0
            return (Outcome.text(answers[best]), Target.alternatives(answers) as Target?)
        }
        #expect(isClose(try value("vqa_accuracy", [:], examples), 0.983, within: 1e-9))
    }

    @Test func similarityInLetters() throws {
        let date = try score("anls", "12/15/89", ["12/15/88"])
        #expect(isClose(date, 0.875))
        #expect(try score("anls", "TeSt HeLlO", ["x", "tEsT hElLO"]) == 1)
        #expect(isClose(try score("anls", "Hello Wrld", ["Hello World"]), 10.0 / 11))
        #expect(try score("anls", "", [""]) == 1)
        #expect(try score("anls", "abc", ["xyz"]) == 0)
        let examples: [(Outcome, Target?)] = [
            (.text("12/15/89"), .text("12/15/88")),
            (.text("Denver Broncos"), .text("Denver Broncos")),
            (.text("Dear dr. Lobo"), .text("Dear dr. Lobo")),
        ]
        #expect(isClose(try value("anls", [:], examples), (0.875 + 2) / 3))
    }

    /// A distance of exactly one half, and white space: the two conventions differ.
    @Test func similarityConventions() throws {
        let docvqa: [String: JSONValue] = ["convention": .string("docvqa")]
        #expect(try score("anls", "abcd", ["abxy"]) == 0)
        #expect(try score("anls", "abcd", ["abxy"], docvqa) == 0.5)
        #expect(isClose(try score("anls", "a  b", ["a b"]), 0.75))
        #expect(try score("anls", "a  b", ["a b"], docvqa) == 1)
        // Divided by the length with the white space.
        #expect(isClose(try score("anls", " abcd ", ["abcx"], docvqa), 1 - 1.0 / 6))
        #expect(isClose(try score("anls", "abcd", ["abcx"], docvqa), 0.75))
    }

    @Test func entitiesInTwoReadings() throws {
        let examples: [(Outcome, Target?)] = [
            (.tags(["I-ORG", "I-ORG"]), .tags(["B-ORG", "I-ORG"]))
        ]
        #expect(try value("entity_f1", [:], examples) == 1)
        #expect(try value("entity_f1", ["mode": .string("strict")], examples) == 0)
        let found = Entities.lenient(["B-PER", "I-PER", "O", "B-LOC"])
        #expect(
            found == [.init(type: "PER", first: 0, last: 1), .init(type: "LOC", first: 3, last: 3)]
        )
        // Too few and too many tags.
        let short: [(Outcome, Target?)] = [
            (.tags(["B-X"]), .tags(["B-X", "O", "B-X"])), (.tags(["O", "B-X"]), .tags(["O"])),
        ]
        #expect(isClose(try value("entity_f1", [:], short), 2.0 / 3))
        let strict = try AnyMetric(name: "entity_f1", options: ["mode": .string("strict")])
        #expect(throws: MetricError.tag(metric: "entity_f1", found: "S-X")) {
            try strict.score(.tags(["S-X"]), target: .tags(["O"]))
        }
    }
}
