import Architectures
import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Evaluation

@Suite("Zero-shot classes come from the options, else from the dataset")
struct ZeroShotImageTests {
    private static let clip = RepositoryPaths.fixtures + "/models/clip/b"

    private static func options(_ values: [String: JSONValue]) -> Settings {
        var settings = Settings(owner: "task", file: "suite.yaml", line: 1)
        for (name, value) in values { settings.set(name, to: value) }
        return settings
    }

    @Test func readsListsAndTextsWithCommas() throws {
        let expected: JSONValue = .array([.string("a cat"), .string("b")])
        for value in [JSONValue.string("a cat, b,"), .array([.string("a cat"), .string("b")])] {
            let task = try ZeroShotImageClassification(
                options: Self.options(["candidate_labels": value])
            )
            #expect(task.decoding["candidate_labels"] == expected)
            #expect(task.decoding["hypothesis_template"]?.string == "This is a photo of {}.")
            #expect(try task.completed { ["other"] }.decoding == task.decoding)
        }
        for value in [JSONValue.string(" , "), .string("a,a"), .array([])] {
            #expect(throws: EvaluationError.self) {
                try ZeroShotImageClassification(options: Self.options(["candidate_labels": value]))
            }
        }
    }

    @Test func takesTheDatasetsLabels() throws {
        let task = try ZeroShotImageClassification(options: Self.options([:]))
        #expect(task.decoding["candidate_labels"] == nil)
        #expect(
            try task.completed { ["cat", "dog"] }.decoding["candidate_labels"]?.strings
                == ["cat", "dog"]
        )
    }

    /// A suite over labelled pictures, whose labels are the classes.
    @Test func runsNativelyOverADataset() async throws {
        let bench = try Workbench()
        let files = InputFiles()
        let names = ["rgb8.png", "baseline.jpg", "grey8.png"]
        let examples = try names.enumerated().map { index, name in
            Example(
                key: name,
                medium: try files.medium(RepositoryPaths.fixtures + "/media/" + name, .image),
                target: .label(["dog", "cat", "dog"][index])
            )
        }
        try bench.add("pets", .image, examples)
        func suite(_ options: String) -> String {
            """
            name: zero
            tasks:
              - task: zero-shot-image-classification
                dataset: pets
                metrics: [accuracy]
                \(options)
            models: [{ name: clip, backend: native, path: \(Self.clip) }]
            """
        }
        var run = RunOptions.test
        run.architectures = modelCatalog
        let summary = try await bench.run(suite(""), run)
        #expect(summary.saved == 3 && summary.failed == 0)
        // The same classes by name are the same question: nothing is asked again.
        let again = try await bench.run(suite("options: { candidate_labels: [cat, dog] }"), run)
        #expect(again.wasFinished && again.runID == summary.runID)
    }

    @Test func namesTheDatasetWithoutLabels() throws {
        let yaml = """
            name: zero
            tasks: [{ task: zero-shot-image-classification, dataset: bare, metrics: [accuracy] }]
            models: [{ name: m, backend: baseline, strategy: random }]
            """
        let suite = try SuiteReader.parse(yaml, file: "suite.yaml")
        var named = try NamedTask(suite.tasks[0], seed: 0)
        let error = #expect(throws: EvaluationError.self) { try named.complete { [] } }
        #expect(
            error?.description.contains(
                "needs the option 'candidate_labels': the dataset 'bare' has no labels"
            ) == true,
            "\(String(describing: error))"
        )
    }
}
