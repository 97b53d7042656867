import Architectures
import Checkpoints
import Domain
import Foundation
import Inference
import Media
import Preprocessing
import Tensors
import TestSupport
import Testing
import Tokenization

/// CLIP through its role: pictures and texts as the reference embeds them, whatever the batch.
struct CLIPTests {
    static func folder(_ variant: String) -> String {
        RepositoryPaths.fixtures + "/models/clip/" + variant
    }

    static func matcher(_ folder: String, threads: Int = 1) throws -> any ImageTextMatching {
        let model = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: threads)
        return try #require(model.role as? any ImageTextMatching)
    }

    /// Pictures that shrink, stay and grow; the last ends up smaller than the crop in variant b.
    @Test(arguments: ["a", "b"])
    func picturesBecomeTheReferencesNumbersExactly(_ variant: String) throws {
        let folder = Self.folder(variant)
        let preprocessor = try ImagePreprocessor(
            ConfigurationScope(file: folder + "/preprocessor_config.json")
        )
        let expected = try RecordedCalls(folder: folder).tensor("in.pixel_values")
        let found = try ImageClassificationTests.pictures(folder)
            .flatMap { try preprocessor.pixelValues($0).values }
        #expect(found == expected.values)
    }

    @Test(arguments: ["a", "b"])
    func picturesAreEmbeddedAsTheReferenceDoes(_ variant: String) throws {
        let folder = Self.folder(variant)
        let expected = try RecordedCalls(folder: folder).tensor("out.image_embeds")
        let pictures = try ImageClassificationTests.pictures(folder)
        let found = try Self.matcher(folder).embeddings(of: pictures)
        let departure = departure(
            of: Tensor(expected.shape, found.flatMap { $0 }),
            from: expected,
            tolerance: 1e-5,
            name: "image_embeds"
        )
        #expect(departure == nil, "\(departure ?? "")")
    }

    @Test(arguments: ["a", "b"])
    func batchAndThreadsChangeNoBitOfAPicture(_ variant: String) throws {
        let folder = Self.folder(variant)
        let three = try ImageClassificationTests.pictures(folder)
        let pictures = (0..<40).map { three[$0 * $0 % 3] }
        let alone = try Self.matcher(folder)
        let expected = try pictures.map { try alone.embeddings(of: [$0])[0] }
        for threads in [1, 2, 3] {
            let model = try Self.matcher(folder, threads: threads)
            #expect(try model.embeddings(of: pictures) == expected)
            #expect(try model.embeddings(of: Array(pictures[..<5])) == Array(expected[..<5]))
        }
        #expect(try alone.embeddings(of: [PixelImage]()).isEmpty)
    }

    static func texts(_ folder: String) throws -> [String] {
        let json = try ConfigurationScope(file: folder + "/io.json")
        return try #require(json.value("texts")?.strings)
    }

    /// One text is empty, one longer than the model takes.
    @Test(arguments: ["a", "b"])
    func textsAreEmbeddedAsTheReferenceDoes(_ variant: String) throws {
        let folder = Self.folder(variant)
        let expected = try RecordedCalls(folder: folder).tensor("out.text_embeds")
        let found = try Self.matcher(folder).embeddings(of: Self.texts(folder))
        let departure = departure(
            of: Tensor(expected.shape, found.flatMap { $0 }),
            from: expected,
            tolerance: 1e-5,
            name: "text_embeds"
        )
        #expect(departure == nil, "\(departure ?? "")")
    }

    /// Texts of tokens, those that begin and end them among them, are refused or answered alike.
    @Test func tokensAreEmbeddedAsTheirTextsAre() throws {
        let folder = Self.folder("a"), model = try Self.matcher(Self.folder("a"))
        let tokenizer = try Tokenizer(folder: folder)
        let texts = ["a dog", "dog", ""]
        let tokens = try texts.map { try tokenizer.encode($0).ids }
        #expect(try model.embeddings(ofTokens: tokens) == model.embeddings(of: texts))
        for refused in [[], Array(repeating: 1, count: 21), [542], [-1]] {
            #expect(throws: InferenceError.self) { try model.embeddings(ofTokens: [refused]) }
        }
    }

    /// Enough texts for several groups of rows.
    @Test(arguments: ["a", "b"])
    func batchAndThreadsChangeNoBitOfAText(_ variant: String) throws {
        let folder = Self.folder(variant)
        let five = try Self.texts(folder)
        let texts = (0..<150).map { index -> String in
            let text = five[index * index % 5]
            return index % 7 == 3 ? text + " dog" : text
        }
        let alone = try Self.matcher(folder)
        let expected = try texts.map { try alone.embeddings(of: [$0])[0] }
        for threads in [1, 2, 3] {
            let model = try Self.matcher(folder, threads: threads)
            #expect(try model.embeddings(of: texts) == expected)
            #expect(try model.embeddings(of: Array(texts[..<3])) == Array(expected[..<3]))
        }
        #expect(try alone.embeddings(of: [String]()).isEmpty)
    }

    @Test func namesTheBuffersThatAreLeftOver() throws {
        let model = try NativeModel.load(
            folder: Self.folder("b"),
            catalog: modelCatalog,
            threads: 1
        )
        #expect(
            model.leftOver == [
                "text_model.embeddings.position_ids", "vision_model.embeddings.position_ids",
            ]
        )
    }

    static let refusals: [(old: String, new: String, sentence: String)] = [
        ("\"patch_size\": 8", "\"patch_size\": 33", "'vision_config.patch_size' should be at most"),
        (
            "\"num_attention_heads\": 3", "\"num_attention_heads\": 5",
            "'vision_config.num_attention_heads' should be a divisor of hidden_size 36, found 5"
        ),
        ("\"vocab_size\": 542", "\"vocab_size\": 541", "has shape [542, 24] where the"),
        (
            "\"max_position_embeddings\": 20", "\"max_position_embeddings\": 21",
            "has shape [20, 24]"
        ),
        ("\"CLIPModel\"", "\"CLIPVisionModel\"", "Assay implements CLIPModel"),
    ]

    @Test(arguments: refusals.indices)
    func refusesWhatItCannotRun(_ index: Int) throws {
        let (old, new, sentence) = Self.refusals[index]
        let folder = try Self.copy("a") { name, text in
            guard name == "config.json" else { return text }
            let changed = text.replacingOccurrences(of: old, with: new)
            #expect(changed != text)
            return changed
        }
        let error = #expect(throws: (any Error).self) {
            try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test func refusesPicturesOfAnotherSize() throws {
        let folder = try Self.copy("a") { name, text in
            name == "preprocessor_config.json"
                ? text.replacingOccurrences(of: "\"height\": 32", with: "\"height\": 30") : text
        }
        let error = #expect(throws: InferenceError.self) {
            try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        }
        #expect(
            error?.description.hasSuffix(
                "gives pictures of 32 x 30 pixels where config.json asks for 32 x 32 pixels"
            ) == true
        )
    }

    /// A copy of a fixture with its text files changed.
    static func copy(
        _ variant: String,
        changing change: (_ name: String, _ text: String) -> String
    ) throws -> String {
        let target = FileManager.default.temporaryDirectory
            .appending(path: "assay-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder(variant)) {
            let source = folder(variant) + "/" + name
            if name.hasSuffix(".json") {
                let text = try String(contentsOfFile: source, encoding: .utf8)
                try change(name, text).write(
                    toFile: target + "/" + name,
                    atomically: true,
                    encoding: .utf8
                )
            } else {
                try FileManager.default.copyItem(atPath: source, toPath: target + "/" + name)
            }
        }
        return target
    }
}
