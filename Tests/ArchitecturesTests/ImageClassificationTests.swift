import Architectures
import Checkpoints
import Foundation
import Inference
import Media
import Preprocessing
import Tensors
import TestSupport
import Testing

/// Image classifiers through their role, and what stops a load.
struct ImageClassificationTests {
    static let vit = RepositoryPaths.fixtures + "/models/vit/"

    static func pictures(_ folder: String) throws -> [PixelImage] {
        let calls = try RecordedCalls(folder: folder)
        return try (0..<3).map { index in
            let tensor = try calls.tensor("raw.\(index)")
            return PixelImage(
                width: tensor.shape[1],
                height: tensor.shape[0],
                pixels: tensor.values.map { UInt8($0) }
            )
        }
    }

    static func classifier(_ folder: String, threads: Int = 1) throws -> any ImageClassifying {
        let model = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: threads)
        return try #require(model.role as? any ImageClassifying)
    }

    @Test(arguments: ["a", "b"])
    func picturesBecomeTheReferencesNumbersExactly(_ variant: String) throws {
        let folder = Self.vit + variant
        let preprocessor = try ImagePreprocessor(
            ConfigurationScope(file: folder + "/preprocessor_config.json")
        )
        let expected = try RecordedCalls(folder: folder).tensor("in.pixel_values")
        let found = try Self.pictures(folder).flatMap { try preprocessor.pixelValues($0).values }
        #expect(found == expected.values)
    }

    @Test(arguments: ["a", "b"])
    func logitsAreTheReferences(_ variant: String) throws {
        let folder = Self.vit + variant
        let expected = try RecordedCalls(folder: folder).tensor("out.logits")
        let found = try Self.classifier(folder).logits(for: Self.pictures(folder))
        let departure = departure(
            of: Tensor([3, 7], found.flatMap { $0 }),
            from: expected,
            tolerance: 1e-5,
            name: "logits"
        )
        #expect(departure == nil, "\(departure ?? "")")
    }

    @Test(arguments: ["a", "b"])
    func batchAndThreadsChangeNoBit(_ variant: String) throws {
        let folder = Self.vit + variant
        let three = try Self.pictures(folder)
        let pictures = (0..<32).map { three[$0 * $0 % 3] }
        let alone = try Self.classifier(folder)
        let expected = try pictures.map { try alone.logits(for: [$0])[0] }
        for threads in [1, 2, 3] {
            let model = try Self.classifier(folder, threads: threads)
            #expect(try model.logits(for: pictures) == expected)
            #expect(try model.logits(for: Array(pictures[..<5])) == Array(expected[..<5]))
            #expect(try model.logits(for: [pictures[7]]) == [expected[7]])
        }
        #expect(try alone.logits(for: []).isEmpty)
    }

    @Test func digestFollowsContents() throws {
        let folder = try Self.copy("a")
        let first = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        let original = try NativeModel.load(
            folder: Self.vit + "a",
            catalog: modelCatalog,
            threads: 1
        )
        #expect(first.digest == original.digest)
        #expect(first.modelType == "vit" && first.architecture == "ViTForImageClassification")
        #expect(first.parameterCount == 22871)
        try Self.replace("0.25", with: "0.26", in: folder + "/preprocessor_config.json")
        let second = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        #expect(second.digest != first.digest)
    }

    @Test(arguments: [
        ("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"mish\"", "hidden_act"),
        ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1", "does not use 16 of the tensors"),
        ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", "vit.encoder.layer.2"),
        ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1000000000", "from 1 to 10000"),
        ("\"hidden_size\": 32", "\"hidden_size\": 30", "num_attention_heads"),
        ("\"hidden_size\": 32", "\"hidden_size\": 64", "has shape"),
        ("\"model_type\": \"vit\"", "\"model_type\": \"vitt\"", "Did you mean 'vit'"),
        ("ViTForImageClassification", "ViTForMaskedImageModeling", "Assay implements ViTForImage"),
        (
            "\"image_size\": 24", "\"image_size\": 25",
            "preprocessor_config.json gives pictures of 24 x 24"
        ),
    ])
    func refusesWhatItCannotRun(_ old: String, _ new: String, _ sentence: String) throws {
        let folder = try Self.copy("a")
        try Self.replace(old, with: new, in: folder + "/config.json")
        let error = #expect(throws: (any Error).self) {
            try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test func verificationNamesTheFirstDeparture() throws {
        let folder = try Self.copy("a")
        try Self.replace(
            "\"layer_norm_eps\": 1e-12",
            with: "\"layer_norm_eps\": 0.1",
            in: folder + "/config.json"
        )
        let verification = try Verification(folder: folder, catalog: modelCatalog, threads: 1)
        let names = verification.lines.filter { $0.call == 0 }.map(\.name)
        #expect(
            names == [
                "mid.hidden_0", "mid.attention_0", "mid.hidden_1", "mid.hidden_2", "out.logits",
            ]
        )
        #expect(verification.firstBeyond(1e-4)?.name == "mid.attention_0")
    }

    static func copy(_ variant: String) throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "assay-\(UUID().uuidString)"
        )
        try FileManager.default.copyItem(at: URL(filePath: vit + variant), to: url)
        return url.path
    }

    static func replace(_ old: String, with new: String, in file: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try #require(text.contains(old), "\(old) is not in \(file)")
        try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: URL(filePath: file))
    }
}
