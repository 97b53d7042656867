package import Checkpoints
import Domain
import Tokenization

/// What a checkpoint folder says of a model's texts, beside its weights.
///
/// A model runs on ids without a tokenizer, so that what is wrong with one is told when a text is to be
/// read and not before.
package struct TextSettings: Sendable {
    package let generation: GenerationSettings
    /// The same with what `config.json` has under `task_specific_params` for text generation, which
    /// the reference's pipeline takes.
    package let pipeline: GenerationSettings
    private let loaded: Result<Tokenizer, any Error>

    /// Reads `generation_config.json`, `config.json` and, if they are there, the tokenizer's files.
    ///
    /// - Throws: ``CheckpointError``.
    package init(_ source: ModelSource) throws(CheckpointError) {
        loaded = Result { try Tokenizer(folder: source.folder) }
        generation = try GenerationSettings(source)
        var pipeline = generation
        if source.configuration.value("task_specific_params") != nil {
            let tasks = try source.configuration.scope("task_specific_params")
            if tasks.value("text-generation") != nil {
                let own = try tasks.scope("text-generation")
                if let prefix = own.value("prefix") {
                    throw own.error("prefix", expected: "nothing", found: prefix.text)
                }
                try pipeline.update(own)
            }
        }
        self.pipeline = pipeline
    }

    /// The tokenizer; nil if there is none that can be read.
    package var vocabulary: (any TextVocabulary)? { try? loaded.get() }

    /// The tokenizer.
    ///
    /// - Throws: Why it could not be read.
    package func requireVocabulary() throws -> any TextVocabulary { try loaded.get() }
}
