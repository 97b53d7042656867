import Digests
package import Domain
import Foundation
package import Inference

/// A checkpoint folder that this program runs itself.
struct NativeBackend: Backend {
    static let name = "native"
    static let summary = "Runs a Hugging Face checkpoint folder natively."
    static let settings = [KnownOption("path", "The checkpoint's folder.")]
    static let pathSetting: String? = "path"

    private let context: BackendContext
    private let folder: String
    private let loaded: NativeModel

    init(_ context: BackendContext) throws {
        self.context = context
        folder = try context.path("path")
        do {
            loaded = try NativeModel.load(
                folder: folder,
                catalog: context.architectures,
                threads: context.threads
            )
        } catch {
            throw context.settings.error(at: "path", "model '\(context.name)': \(error)")
        }
    }

    func model(for task: TaskContext) throws -> any Model {
        let name = try taskCatalog(task.task).pipeline
        guard
            let pipeline = nativePipelineCatalog.entries.first(where: { $0.task == name }),
            let model = try pipeline.model(
                NativeContext(
                    loaded,
                    folder: folder,
                    decoding: task.decoding,
                    files: task.files,
                    threads: context.threads
                )
            )
        else {
            throw context.settings.error(
                at: "path",
                "a native '\(loaded.modelType)' model cannot do the task \(task.task)"
            )
        }
        return model
    }
}

extension NativeContext {
    /// The context of a loaded checkpoint.
    ///
    /// - Parameters:
    ///   - loaded: The model.
    ///   - folder: Its folder.
    ///   - decoding: The task's options, defaults filled in.
    ///   - files: The files that the options name, by digest.
    ///   - threads: How many threads may prepare requests.
    ///   - isIdentified: Whether the answers will be known by the model's digest, which reads all its
    ///     weights; where nothing is stored, the description will do.
    package init(
        _ loaded: NativeModel,
        folder: String,
        decoding: [String: JSONValue],
        files: [String: String] = [:],
        threads: Int,
        isIdentified: Bool = true
    ) {
        var description: [String: JSONValue] = [
            "modelType": .string(loaded.modelType),
            "parameters": .integer(loaded.parameterCount),
        ]
        // What people state of it is kept with what is stored, and must not name what is not.
        if isIdentified { description["card"] = ModelCard.stated(in: folder) }
        self.init(
            role: loaded.role,
            identity: isIdentified
                ? ModelIdentity(digest: loaded.digest, description: .object(description))
                : ModelIdentity(backend: NativeBackend.name, describing: description),
            folder: folder,
            decoding: decoding,
            files: files,
            threads: threads
        )
    }
}
