import Domain
package import Inference

/// Which native tasks a checkpoint can do.
package enum NativeTasks {
    /// The tasks that the model has the role for, whatever options they need besides, by name.
    package static func possible(for model: NativeModel, folder: String) -> [String] {
        nativePipelineCatalog.entries.filter { pipeline in
            let settings = Settings(owner: pipeline.task, file: "", line: 0)
            // Some tasks cannot be asked without an option, which no role depends on.
            let context = NativeContext(
                model,
                folder: folder,
                decoding: (try? pipeline.decoding(settings)) ?? [:],
                threads: 1,
                isIdentified: false
            )
            return (try? pipeline.model(context)) != nil
        }
        .map { $0.task }.sorted()
    }
}
