import Domain
import Evaluation

/// The native tasks as `assay predict --help` lists them.
enum PipelineList {
    /// Each task with what it does, its inputs and its options.
    static var text: String {
        nativePipelineCatalog.entries.flatMap { pipeline in
            HelpText.wrapped("  \(pipeline.task): \(pipeline.summary)", indent: 6)
                + HelpText.wrapped("      input: \(pipeline.inputs)", indent: 10)
                + pipeline.options.flatMap {
                    HelpText.wrapped("      -o \($0.name)=...: \($0.summary)", indent: 10)
                }
        }
        .joined(separator: "\n")
    }
}
