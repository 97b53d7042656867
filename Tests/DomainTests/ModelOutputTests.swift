import Domain
import Testing

@Suite struct ModelOutputTests {
    @Test(arguments: [
        ModelOutput.labels([.init(label: "cat", score: 0.75), .init(label: "dog", score: 0.25)]),
        .text("hello"),
        .answer(FoundAnswer(text: "Ines", score: 0.5, start: 3, end: 7)),
        .tableAnswer(
            TableAnswer(
                answer: "SUM > 1, 2",
                coordinates: [[0, 1], [1, 1]],
                cells: ["1", "2"],
                aggregator: "SUM"
            )
        ),
        .tableAnswer(TableAnswer(answer: "x", coordinates: [[0, 0]], cells: ["x"])),
        .embedding([0.5, -1, 2]),
        .tokenEmbeddings([[0.5, -1], [2, 3]]),
        .entities([
            FoundEntity(label: "B-PER", score: 0.5, index: 1, word: "An", start: 0, end: 2),
            FoundEntity(label: "LOC", score: 0.25, word: "Paris", start: 7, end: 12),
        ]),
        .entities([]),
        .fillings([[Filling(score: 0.5, token: 7, text: "cat", sequence: "the cat")]]),
        .fillings([
            [Filling(score: 0.5, token: 7, text: "cat", sequence: "cat [MASK]")],
            [Filling(score: 0.25, token: 8, text: "dog", sequence: "[MASK] dog")],
        ]),
    ])
    func writtenAndRead(output: ModelOutput) throws {
        let text = output.json.text
        #expect(try ModelOutput(kind: output.kind, json: JSONValue(parsing: text)) == output)
    }

    @Test func labelsAreSortedAndTiesKeepTheirOrder() throws {
        let json = try JSONValue(
            parsing:
                #"[{"label":"a","score":0.2},{"label":"b","score":0.5},{"label":"c","score":0.2}]"#
        )
        let output = try ModelOutput(kind: .labels, json: json)
        guard case .labels(let labels) = output else { return #expect(output.kind == .labels) }
        #expect(labels.map(\.label) == ["b", "a", "c"])
        #expect(output.plain == "b")
    }

    @Test(arguments: [
        (ModelOutput.Kind.labels, #"{"label":"a","score":1}"#, "a"),
        (.text, #""bare""#, "bare"), (.text, #"{"generated_text":"g"}"#, "g"),
        (.text, #"[{"generated_text":"g"}]"#, "g"),
        (.labels, #"{"sequence":"s","labels":["a","b"],"scores":[0.2,0.8]}"#, "b"),
        (.tableAnswer, #"{"answer":"x"}"#, "x"),
        (.text, #"[{"score":0.9,"answer":"a"},{"score":0.1,"answer":"b"}]"#, "a"),
        (.text, #"[{"score":0.9,"start":1,"end":2,"answer":"a"}]"#, "a"),
    ])
    func otherShapesOfPipelines(kind: ModelOutput.Kind, json: String, plain: String) throws {
        #expect(try ModelOutput(kind: kind, json: JSONValue(parsing: json)).plain == plain)
    }

    @Test func nestedEmbeddings() throws {
        let json = try JSONValue(parsing: "[[[1,2.5]]]")
        #expect(try ModelOutput(kind: .embedding, json: json) == .embedding([1, 2.5]))
    }

    @Test(arguments: [
        (ModelOutput.Kind.labels, "[]"), (.labels, #"[{"label":"a"}]"#),
        (.labels, #"[{"label":1,"score":1}]"#), (.labels, "null"), (.text, "{}"), (.text, "3"),
        (.tableAnswer, #"{"cells":["a"]}"#), (.embedding, "[]"), (.embedding, #"[1,"a"]"#),
        (.embedding, "[[1,2],[3,4]]"), (.embedding, "{}"), (.tokenEmbeddings, "[[1,2]]"),
        (.entities, #"[{"word":"a"}]"#), (.fillings, "[]"), (.fillings, #"[{"score":1}]"#),
        (.labels, #"{"labels":["a","b"],"scores":[1]}"#),
    ])
    func refusesOtherShapes(kind: ModelOutput.Kind, json: String) throws {
        let value = try JSONValue(parsing: json)
        #expect(throws: JSONError.self) { try ModelOutput(kind: kind, json: value) }
    }
}
