import Digests
import Domain
import Foundation
import Storage
import Testing

@testable import Evaluation

@Suite("Recorded predictions and baselines")
struct BackendTests {
    private func recorded(_ name: String, _ text: String, _ settings: String = "") async throws
        -> [String]
    {
        let bench = try Workbench()
        try bench.addTexts(4)
        try bench.write(name, text)
        let summary = try await bench.run(
            bench.textSuite("backend: recorded, file: \(name)\(settings)")
        )
        return try bench.answers(run: summary.runID)
    }

    private let odd = #"[{"label":"odd","score":1}]"#

    @Test func readsJSONLines() async throws {
        let found = try await recorded(
            "p.jsonl",
            """
            {"key": "k0", "output": [{"label": "odd", "score": 0.25}, {"label": "even", "score": 0.75}]}
            {"key": "k1", "label": "odd"}

            {"key": "k3", "error": "out of memory"}
            """
        )
        #expect(
            found == [
                #"[{"label":"even","score":0.75},{"label":"odd","score":0.25}]"#, odd,
                "error: the file has no row for the key 'k2'", "error: out of memory",
            ]
        )
    }

    @Test func readsCSVWithNamedColumns() async throws {
        let found = try await recorded(
            "p.csv",
            "id,guess,note\r\nk0,odd,\"a, \"\"b\"\"\nc\"\r\nk1,\"[{\"\"label\"\": \"\"odd\"\", \"\"score\"\": 1}]\",\n",
            ", key_column: id, output_column: guess"
        )
        #expect(found[0] == odd && found[1] == odd)
        #expect(found[2].contains("no row for the key 'k2'"))
    }

    @Test(arguments: [
        ("p.jsonl", "{\"key\": \"k0\"}\n{nonsense}\n", "line 2: not valid JSON"),
        ("p.jsonl", "{\"kye\": \"k0\"}\n", "line 1: there is no column 'key'"),
        ("p.jsonl", "{\"key\": \"a\"}\n{\"key\": \"a\"}\n", "line 2: the key 'a' was given before"),
        ("p.csv", "key,label\nk0\n", "line 2: 2 fields expected, 1 found"),
        ("p.csv", "key,label\nk0,\"odd\n", "line 2: a quote is opened here and never closed"),
    ])
    func refusesABrokenFile(name: String, text: String, reason: String) async throws {
        let error = await #expect(throws: EvaluationError.self) {
            try await recorded(name, text)
        }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func equalTextsHaveAnswersOfTheirOwn() async throws {
        let bench = try Workbench()
        try bench.add(
            "texts",
            .text,
            ["test", "dev"].map {
                Example(key: "same", split: $0, text: "equal", target: .label($0))
            }
        )
        try bench.write(
            "p.csv",
            "key,split,label\nsame,test,test\nsame,dev,dev\n"
        )
        let summary = try await bench.run(bench.textSuite("backend: recorded, file: p.csv"))
        #expect(try bench.figures(run: summary.runID)["accuracy"]?.value == 1)
    }

    @Test func aChangedFileIsAnotherModelAndARenamedOneIsNot() throws {
        let bench = try Workbench()
        try bench.addTexts(1)
        func digest(_ name: String, _ text: String) throws -> String {
            try bench.write(name, text)
            return try bench.resolve(bench.textSuite("backend: recorded, file: \(name)"))
                .tasks[0].model.identity.digest.hexadecimal
        }
        let first = try digest("a.csv", "key,label\nk0,odd\n")
        #expect(try digest("b.csv", "key,label\nk0,odd\n") == first)
        #expect(try digest("a.csv", "key,label\nk0,even\n") != first)
    }

    @Test func majorityIsFittedOnTheTrainingSplit() async throws {
        let bench = try Workbench()
        try bench.addTexts(10)
        let yaml = bench.textSuite("backend: baseline, strategy: majority", more: "    split: test")
        let own = try bench.resolve(yaml).tasks[0].model.identity
        #expect(own.description["fittedOn"]?.string?.contains("the evaluated examples") == true)
        try bench.add(
            "texts",
            .text,
            (0..<3).map { Example(key: "t\($0)", split: "train", text: "t", target: .label("odd")) }
        )
        let trained = try bench.resolve(yaml).tasks[0].model.identity
        #expect(trained.description["fittedOn"] == .string("texts, split train"))
        #expect(trained.digest != own.digest)
        let summary = try await bench.run(yaml)
        #expect(try bench.answers(run: summary.runID).allSatisfy { $0 == odd })
        #expect(try bench.figures(run: summary.runID)["accuracy"]?.value == 0.5)
    }

    @Test func randomDependsOnSeedAndRequestAlone() async throws {
        func labels(seed: Int, batch: Int, shift: Int) async throws -> [String: String] {
            let bench = try Workbench()
            let order = (0..<60).map { ($0 + shift) % 60 }
            try bench.add(
                "texts",
                .text,
                order.map {
                    Example(key: "k\($0)", text: "text \($0)", target: .label("c\($0 % 4)"))
                }
            )
            var options = RunOptions.test
            options.batchSize = batch
            let yaml = "seed: \(seed)\n" + bench.textSuite("backend: baseline, strategy: random")
            let answers = try bench.answers(run: try await bench.run(yaml, options).runID)
            return Dictionary(uniqueKeysWithValues: zip(order.map { "k\($0)" }, answers))
        }
        let first = try await labels(seed: 1, batch: 1, shift: 0)
        #expect(try await labels(seed: 1, batch: 7, shift: 23) == first)
        #expect(try await labels(seed: 2, batch: 1, shift: 0) != first)
        #expect(Set(first.values).count > 4, "not one class for all")
    }
}
