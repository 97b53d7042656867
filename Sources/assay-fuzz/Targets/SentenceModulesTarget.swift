import Architectures
import Foundation
import Inference

extension FuzzTarget {
    /// What sentence-transformers lays beside a checkpoint: it is refused, or a sentence is embedded or
    /// refused.
    ///
    /// The first byte says which of the files the rest is.
    static let sentenceModules = FuzzTarget(
        name: "sentence-modules",
        seeds: {
            try SentenceFixture.files.enumerated().map { index, file in
                let text = try Data(contentsOf: URL(filePath: SentenceFixture.source + "/" + file))
                return [UInt8(index)] + text
            }
        },
        read: { bytes in
            guard let first = bytes.first, !SentenceFixture.source.isEmpty else { return }
            let folder = try SentenceFixture.lay()
            let file = SentenceFixture.files[Int(first) % SentenceFixture.files.count]
            try ScratchFile.write(Array(bytes.dropFirst()), folder + "/" + file)
            defer { try? SentenceFixture.restore(file, in: folder) }
            let model = try NativeModel.load(
                folder: ScratchFile.path(folder),
                catalog: modelCatalog,
                threads: 1
            )
            guard let embedder = model.role as? any TextEmbedding else { return }
            let sentence = try embedder.encode(sentence: " The cat sat on the mat. ")
            guard try embedder.embeddings(for: [sentence], pooling: nil).count == 1 else {
                throw Finding(description: "not an embedding for a sentence")
            }
        }
    )
}

/// The fixture with every kind of module, in the scratch folder.
private enum SentenceFixture {
    static let files = [
        "modules.json", "1_Pooling/config.json", "2_Dense/config.json",
        "sentence_bert_config.json",
    ]

    /// Empty if there is none, which the seeds say.
    static let source = ModelFixtures.folders.first { $0.hasSuffix("distilbert/sentences") } ?? ""

    /// Copies the fixture, once.
    static func lay() throws -> String {
        let name = "sentences"
        let target = ScratchFile.path(name)
        if !FileManager.default.fileExists(atPath: target) {
            try FileManager.default.copyItem(atPath: source, toPath: target)
        }
        return name
    }

    /// Puts the fixture's own file back, so that one input leaves nothing to the next.
    static func restore(_ file: String, in folder: String) throws {
        let contents = try Data(contentsOf: URL(filePath: source + "/" + file))
        try ScratchFile.write(Array(contents), folder + "/" + file)
    }
}
