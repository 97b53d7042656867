import Checkpoints
import Digests
import Foundation
import Kernels
import Synchronization

/// The files that a model's answers depend on, and their digest, which is taken when it is first asked
/// for: it reads all the weights.
final class ModelContents: Sendable {
    private let folder: String
    private let checkpoint: Checkpoint
    private let workers: Workers
    private let known = Mutex<SHA256Digest?>(nil)

    init(folder: String, checkpoint: Checkpoint, workers: Workers) {
        self.folder = folder
        self.checkpoint = checkpoint
        self.workers = workers
    }

    var digest: SHA256Digest {
        known.withLock { known in
            if let known { return known }
            let digest = computed()
            known = digest
            return digest
        }
    }

    /// Hashed whether or not they are there.
    private static let usual = ["config.json", "preprocessor_config.json"]

    /// Hashed if they are there: tokenizers in their several spellings, defaults of generation, pooling.
    private static let further = [
        "1_Pooling/config.json", "2_Dense/config.json", "2_Dense/model.safetensors",
        "2_Dense/pytorch_model.bin", "added_tokens.json", "alphabet.json", "generation_config.json",
        "merges.txt", "modules.json", "processor_config.json", "sentence_bert_config.json",
        "sentence_distilbert_config.json", "sentence_roberta_config.json",
        "sentence_xlm-roberta_config.json",
        "special_tokens_map.json", "tokenizer.json", "tokenizer.model", "tokenizer_config.json",
        "vocab.json", "vocab.txt",
    ]

    private func computed() -> SHA256Digest {
        var hasher = SHA256Hasher()
        checkpoint.hash(into: &hasher, workers: workers)
        for name in Self.usual { Self.update(&hasher, name, contents(name)) }
        for name in Self.further {
            if let contents = contents(name) { Self.update(&hasher, name, contents) }
        }
        return hasher.finish()
    }

    private static func update(_ hasher: inout SHA256Hasher, _ name: String, _ contents: Data?) {
        hasher.update(field: name)
        hasher.update(field: contents.map { SHA256Digest(of: $0).hexadecimal })
    }

    private func contents(_ name: String) -> Data? {
        FileManager.default.contents(atPath: folder + "/" + name)
    }
}
