package import Digests
package import Domain

/// A checkpoint folder, loaded and ready to answer.
package struct NativeModel: Sendable {
    /// The digest of what the answers depend on: `config.json`, the weight files and
    /// `preprocessor_config.json`, by content.
    package let digest: SHA256Digest
    /// The value of `model_type`: `vit`.
    package let modelType: String
    /// The reference implementation's class name: `ViTForImageClassification`.
    package let architecture: String
    /// The number of weights read.
    package let parameterCount: Int
    /// The model; cast it to the role that a task needs: `role as? any ImageClassifying`.
    package let role: any Sendable

    /// Loads a checkpoint folder.
    ///
    /// - Parameters:
    ///   - folder: Holds `config.json`, `model.safetensors` or its shards, and what the model needs.
    ///   - catalog: The architectures to choose from by `model_type`.
    ///   - threads: How many threads a call of the model may use; at least 1. The answers do not
    ///     depend on it.
    package static func load(
        folder: String,
        catalog: Catalog<any ModelArchitecture.Type>,
        threads: Int
    ) throws -> NativeModel {
        throw InferenceError.noLoader(folder: folder)
    }
}

enum InferenceError: Error { case noLoader(folder: String) }
