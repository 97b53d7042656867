package import Checkpoints
package import Digests
package import Domain
import Kernels

/// A checkpoint folder, loaded and ready to answer.
package struct NativeModel: Sendable {
    private let contents: ModelContents
    /// The value of `model_type`: `vit`.
    package let modelType: String
    /// The reference implementation's class name: `ViTForImageClassification`.
    package let architecture: String
    /// The number of weights read.
    package let parameterCount: Int
    /// The tensors of the files that the model does not use, and that the reference ignores too.
    package let leftOver: [String]
    /// The model, for recorded calls.
    package let model: any ModelArchitecture
    /// The model in its roles; cast it to the one that a task needs: `role as? any ImageClassifying`.
    package var role: any Sendable { model.role }

    /// The digest of what the answers depend on: `config.json`, the weight files and the files of
    /// preprocessor and tokenizer, by content.
    ///
    /// It reads all the weights when it is first asked for.
    package var digest: SHA256Digest { contents.digest }

    /// Loads a checkpoint folder.
    ///
    /// - Parameters:
    ///   - folder: Holds `config.json`, the weights (``Checkpoint``) and what the model needs.
    ///   - catalog: The architectures to choose from by `model_type`.
    ///   - threads: How many threads a call of the model may use; at least 1. The answers do not
    ///     depend on it.
    /// - Returns: The model, its weights packed.
    /// - Throws: ``UnknownNameError``, ``CheckpointError`` or ``InferenceError``. A tensor that the
    ///   model does not use is an error too, unless ``ModelArchitecture/weightNames`` excuses it.
    package static func load(
        folder: String,
        catalog: Catalog<any ModelArchitecture.Type>,
        threads: Int
    ) throws -> NativeModel {
        let (family, configuration) = try family(folder: folder, catalog: catalog)
        let checkpoint = try Checkpoint(folder: folder)
        let workers = Workers(max(1, threads))
        let weights = WeightScope(checkpoint, names: family.weightNames, workers: workers)
        let source = ModelSource(
            folder: folder,
            configuration: configuration,
            weights: weights,
            workers: workers
        )
        let model = try family.init(source)
        let leftOver = try weights.requireAllRead()
        return NativeModel(
            contents: ModelContents(folder: folder, checkpoint: checkpoint, workers: workers),
            modelType: try configuration.string("model_type"),
            architecture: try className(family, configuration),
            parameterCount: weights.parametersRead,
            leftOver: leftOver,
            model: model
        )
    }

    /// The family that a folder's `config.json` names, and that file.
    ///
    /// - Throws: ``InferenceError/unsupportedClass(found:known:file:)`` if the family is known and
    ///   the class is not.
    package static func family(
        folder: String,
        catalog: Catalog<any ModelArchitecture.Type>
    ) throws -> (any ModelArchitecture.Type, ConfigurationScope) {
        let configuration = try ConfigurationScope(file: folder + "/config.json")
        let family = try catalog(try configuration.string("model_type"))
        _ = try className(family, configuration)
        return (family, configuration)
    }

    /// The class of `architectures` that is implemented; the family's first if the key is absent.
    private static func className(
        _ family: any ModelArchitecture.Type,
        _ configuration: ConfigurationScope
    ) throws -> String {
        let known = family.classNames
        guard let found = configuration.value("architectures")?.strings, !found.isEmpty else {
            return known.first ?? "\(family)"
        }
        guard let name = found.first(where: known.contains) else {
            throw InferenceError.unsupportedClass(
                found: found,
                known: known,
                file: configuration.file
            )
        }
        return name
    }
}
