import Checkpoints

/// What a checkpoint folder says of a model's texts, beside its weights.
package struct TextSettings: Sendable {
    package let folder: String
    package let vocabulary: (any TextVocabulary)?
    package let generation: GenerationSettings
    /// The same with what `config.json` has under `task_specific_params` for text generation, which
    /// the reference's pipeline takes.
    package let pipeline: GenerationSettings

    /// Reads `generation_config.json`, `config.json` and, if they are there, the tokenizer's files.
    ///
    /// - Throws: ``CheckpointError`` or what the tokenizer throws.
    package init(_ source: ModelSource) throws {
        folder = source.folder
        vocabulary = nil
        generation = try GenerationSettings(source)
        var pipeline = generation
        if source.configuration.value("task_specific_params") != nil {
            let tasks = try source.configuration.scope("task_specific_params")
            if tasks.value("text-generation") != nil {
                try pipeline.update(try tasks.scope("text-generation"))
            }
        }
        self.pipeline = pipeline
    }
}
