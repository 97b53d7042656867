import Domain
import Foundation
import TestSupport
import Testing

/// `assay model inspect` in the words that a user reads.
@Suite(
    "The built program says what a checkpoint folder is",
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct ModelInspectTests {
    private static let models = RepositoryPaths.fixtures + "/models/"

    @Test func saysEverythingOfATwoSidedModel() throws {
        try Self.withCopy("clip/b") { folder in
            let card = "---\nlanguage: en\nlicense: apache-2.0\n---\n# Model\nlicense: none\n"
            try Data(card.utf8).write(to: URL(filePath: folder + "/README.md"))
            let plain = try Self.inspect(folder)
            #expect(plain.status == 0)
            #expect(
                plain.output == """
                    model type    clip
                    class         CLIPModel
                    parameters    70773
                    stored as     F16 70733, I64 40
                    memory        0.3 MiB for the weights
                    vocabulary    542 tokens, BPE
                    licence       apache-2.0
                    missing       nothing
                    left over     2: text_model.embeddings.position_ids, \
                    vision_model.embeddings.position_ids
                    tasks         image-feature-extraction, image-text-retrieval, \
                    image-text-similarity, zero-shot-image-classification

                    """
            )
            let json = try JSONValue(parsing: Self.inspect(folder, "--json").output)
            #expect(json["vocabulary"]?["kind"]?.string == "BPE")
            #expect(json["vocabulary"]?["tokens"]?.integer == 542)
            #expect(json["leftOver"]?.array?.count == 2)
            #expect(json["tasks"]?.strings?.contains("zero-shot-image-classification") == true)
            #expect(json["license"]?.string == "apache-2.0")
        }
    }

    @Test func namesMissingFilesAndWhatIsNotThere() throws {
        try Self.withCopy("clip/b") { folder in
            for name in ["tokenizer.json", "preprocessor_config.json"] {
                try FileManager.default.removeItem(atPath: folder + "/" + name)
            }
            let plain = try Self.inspect(folder)
            #expect(plain.status == 0, "the weights can be loaded")
            #expect(
                plain.output.contains(
                    "missing       preprocessor_config.json, tokenizer.json\n"
                ),
                "\(plain.output)"
            )
            #expect(plain.output.contains("licence       not stated in README.md\n"))
        }
    }

    @Test func tokenizersOfOlderFilesAreNotMissing() throws {
        let plain = try Self.inspect(Self.models + "clip/a")
        #expect(plain.output.contains("vocabulary    542 tokens, BPE\n"))
        #expect(plain.output.contains("missing       nothing\n"))
    }

    @Test func saysWhyWeightsCannotBeRead() throws {
        try Self.withCopy("clip/b") { folder in
            let legacy = RepositoryPaths.fixtures + "/checkpoints/legacy/pytorch_model.bin"
            try FileManager.default.removeItem(atPath: folder + "/pytorch_model.bin")
            try FileManager.default.copyItem(
                atPath: legacy,
                toPath: folder + "/pytorch_model.bin"
            )
            let plain = try Self.inspect(folder)
            #expect(plain.status == 1)
            #expect(plain.output.contains("stored as     nothing that can be read\n"))
            #expect(
                plain.output.contains(
                    "problem       \(folder)/pytorch_model.bin cannot be used: it is in PyTorch's "
                        + "format from before version 1.6; load it with torch.load and save it "
                        + "with torch.save, or convert it to safetensors\n"
                ),
                "\(plain.output)"
            )
        }
    }

    @Test(arguments: [
        ("license:\n- mit\n- cc-by-4.0\ntags: x", "mit, cc-by-4.0"),
        ("license: other\nlicense_name: house-rules", "other (house-rules)"),
        ("license: \"mit\"", "mit"), ("tags:\n- license: mit", "not stated in README.md"),
    ])
    func readsLicencesOfModelCards(_ matter: String, _ license: String) throws {
        try Self.withCopy("vit/a") { folder in
            try Data("---\n\(matter)\n---\n".utf8).write(to: URL(filePath: folder + "/README.md"))
            let plain = try Self.inspect(folder)
            #expect(plain.output.contains("licence       \(license)\n"), "\(plain.output)")
        }
    }

    @Test func zeroShotClassesHaveThePipelinesShape() throws {
        let folder = Self.models + "clip/a"
        let picture = RepositoryPaths.fixtures + "/media/rgb8.png"
        func predict(_ options: String...) throws -> Program.Result {
            let task = ["predict", "zero-shot-image-classification", "--model", folder, picture]
            return try Program.run(task + options, in: FileManager.default.temporaryDirectory.path)
        }
        let result = try predict("-o", "candidate_labels=a cat, a dog,two dogs")
        #expect(result.status == 0, "\(result.errors)")
        let labels = try #require(JSONValue(parsing: result.output).array)
        #expect(Set(labels.compactMap { $0["label"]?.string }) == ["a cat", "a dog", "two dogs"])
        let scores = labels.compactMap { $0["score"]?.number }
        #expect(scores == scores.sorted(by: >) && abs(scores.reduce(0, +) - 1) < 1e-6)
        let list = try predict("-o", #"candidate_labels=["a cat","a dog","two dogs"]"#)
        #expect(list.output == result.output)
        let other = try predict(
            "-o",
            "candidate_labels=a cat,a dog,two dogs",
            "-o",
            "hypothesis_template=this is {}"
        )
        #expect(other.output != result.output)
        let none = try predict()
        #expect(none.status == 1 && none.errors.contains("needs the option 'candidate_labels'"))
        let template = try predict("-o", "candidate_labels=a", "-o", "hypothesis_template=no")
        #expect(template.status == 1 && template.errors.contains("must hold {}"))
    }

    private static func inspect(_ folder: String, _ options: String...) throws -> Program.Result {
        try Program.run(
            ["model", "inspect", folder] + options,
            in: FileManager.default.temporaryDirectory.path
        )
    }

    private static func withCopy(_ name: String, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "assay-model-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: models + name, toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
