import Digests
import Domain
import Foundation
import Inference

/// A checkpoint folder that this program runs itself.
struct NativeBackend: Backend {
    static let name = "native"
    static let summary = "Runs a Hugging Face checkpoint folder natively."
    static let settings = [KnownOption("path", "The checkpoint's folder.")]
    static let pathSetting: String? = "path"

    private let context: BackendContext
    private let loaded: NativeModel

    init(_ context: BackendContext) throws {
        self.context = context
        let folder = try context.path("path")
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
        let identity = ModelIdentity(
            digest: loaded.digest,
            description: .object([
                "modelType": .string(loaded.modelType),
                "parameters": .integer(loaded.parameterCount),
            ])
        )
        if task.task == ImageClassification.name,
            let classifier = loaded.role as? any ImageClassifying
        {
            return NativeImageClassifier(
                identity: identity,
                classifier: classifier,
                topK: task.topK,
                threads: context.threads
            )
        }
        throw context.settings.error(
            at: "path",
            "a native '\(loaded.modelType)' model cannot do the task \(task.task)"
        )
    }
}
