import Architectures
import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Evaluation

/// A native CLIP model against `Tests/Fixtures/models/clip/b/ensemble.json`, which the reference made.
@Suite("Prompt ensembles and CLIPScore's cosines are the reference's")
struct CLIPReferenceTests {
    private static let clip = RepositoryPaths.fixtures + "/models/clip/b"

    private struct Reference {
        let pictures: [String]
        let labels: [String]
        let prompts: [String]
        let captions: [String]
        let root: JSONValue

        init() throws {
            let data = try Data(contentsOf: URL(filePath: clip + "/ensemble.json"))
            root = try JSONValue(parsing: Array(data))
            pictures = try #require(root["pictures"]?.strings)
            labels = try #require(root["labels"]?.strings)
            prompts = try #require(root["prompts"]?.strings)
            captions = try #require(root["captions"]?.strings)
        }

        func numbers(_ name: String) throws -> [[Double]] {
            try #require(root[name]?.array).map { $0.array?.compactMap(\.number) ?? [] }
        }
    }

    private static var options: RunOptions {
        var options = RunOptions.test
        options.architectures = modelCatalog
        return options
    }

    private static func picture(_ name: String) throws -> Medium {
        try InputFiles().medium(RepositoryPaths.fixtures + "/media/" + name, .image)
    }

    @Test func classesAreMeansOfPrompts() async throws {
        let reference = try Reference()
        let bench = try Workbench()
        try bench.add(
            "pets",
            .image,
            try reference.pictures.map { name in
                Example(key: name, medium: try Self.picture(name), target: .label("cat"))
            }
        )
        let prompts = JSONValue.array(reference.prompts.map(JSONValue.string)).text
        let labels = JSONValue.array(reference.labels.map(JSONValue.string)).text
        let summary = try await bench.run(
            """
            name: ensemble
            tasks:
              - task: zero-shot-image-classification
                dataset: pets
                metrics: [accuracy]
                options: { prompts: \(prompts), candidate_labels: \(labels) }
            models: [{ name: clip, backend: native, path: \(Self.clip) }]
            """,
            Self.options
        )
        let answers = try bench.answers(run: summary.runID)
        for (answer, expected) in zip(answers, try reference.numbers("scores")) {
            let output = try ModelOutput(kind: .labels, json: JSONValue(parsing: answer))
            guard case .labels(let found) = output else { return }
            for (label, score) in zip(reference.labels, expected) {
                let own = try #require(found.first { $0.label == label })
                #expect(abs(own.score - score) < 1e-5)
            }
        }
        #expect(answers.count == 3)
        // What the answers are stored under says what the prompts were.
        let resolved = try bench.resolve(
            """
            name: ensemble
            tasks:
              - task: zero-shot-image-classification
                dataset: pets
                metrics: [accuracy]
                options: { prompts: \(prompts) }
            models: [{ name: clip, backend: native, path: \(Self.clip) }]
            """,
            Self.options
        )
        let decoding = resolved.tasks[0].task.decoding
        #expect(decoding["prompts"]?.strings == reference.prompts)
        #expect(decoding["hypothesis_template"] == nil)
    }

    @Test func cosinesOfCaptions() async throws {
        let reference = try Reference()
        let bench = try Workbench()
        // Each caption with each picture; the other captions of a picture are its references.
        var examples: [Example] = []
        for picture in reference.pictures {
            for (index, caption) in reference.captions.enumerated() {
                examples.append(
                    Example(
                        key: "\(picture)#\(index)",
                        text: caption,
                        medium: try Self.picture(picture)
                    )
                )
            }
        }
        try bench.add("captions", .caption, examples)
        let summary = try await bench.run(
            """
            name: captions
            tasks:
              - task: image-text-similarity
                dataset: captions
                metrics: [clip_score, ref_clip_score]
            models: [{ name: clip, backend: native, path: \(Self.clip) }]
            """,
            Self.options
        )
        #expect(summary.failed == 0)
        let pictures = try reference.numbers("with pictures")
        let captions = try reference.numbers("with captions")
        var plain = 0.0, harmonic = 0.0
        for picture in reference.pictures.indices {
            for caption in reference.captions.indices {
                let score = 2.5 * max(pictures[caption][picture], 0)
                let others = reference.captions.indices.filter { $0 != caption }
                let nearest = max(others.map { captions[caption][$0] }.max() ?? 0, 0)
                plain += score
                harmonic += score + nearest == 0 ? 0 : 2 * score * nearest / (score + nearest)
            }
        }
        let figures = try bench.figures(run: summary.runID)
        let count = Double(examples.count)
        #expect(abs((figures["clip_score"]?.value ?? -1) - plain / count) < 1e-5)
        #expect(abs((figures["ref_clip_score"]?.value ?? -1) - harmonic / count) < 1e-5)
    }

    @Test(arguments: [
        ("prompts: []", "names no sentence"), ("prompts: [a photo]", "must hold {}"),
        ("prompts: ['a {}'], hypothesis_template: '{}'", "exclude each other"),
    ])
    func promptsAreChecked(_ options: String, _ reason: String) throws {
        let bench = try Workbench()
        let error = #expect(throws: EvaluationError.self) {
            try bench.resolve(
                """
                name: bad
                tasks:
                  - task: zero-shot-image-classification
                    dataset: pets
                    metrics: [accuracy]
                    options: { \(options) }
                models: [{ name: m, backend: baseline, strategy: random }]
                """
            )
        }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
}
