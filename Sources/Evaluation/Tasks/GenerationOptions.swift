import Checkpoints
import Domain
import Inference

/// The options of generated text, under the reference's names.
///
/// Those that are not given are the checkpoint's: `generation_config.json`, and what its `config.json`
/// has under `task_specific_params`.
enum GenerationOptions {
    static let known = [
        KnownOption("max_new_tokens", "The most tokens that are added; else max_length counts."),
        KnownOption("max_length", "The most tokens of prompt and answer together; 20."),
        KnownOption("min_new_tokens", "Before so many tokens an answer does not end; 0."),
        KnownOption("do_sample", "Whether tokens are drawn; else the likeliest is taken."),
        KnownOption("temperature", "What scores are divided by before tokens are drawn; 1."),
        KnownOption("top_k", "Tokens are drawn among so many best, 0 for all; 50."),
        KnownOption("top_p", "Tokens are drawn among the fewest with so much probability; 1."),
        KnownOption("repetition_penalty", "What scores of tokens are divided by that occurred; 1."),
        KnownOption("no_repeat_ngram_size", "No run of so many tokens occurs twice; 0 for any."),
        KnownOption("num_beams", "The width of a beam search; 1 for none."),
        KnownOption("length_penalty", "A beam's score is over its length to this power; 1."),
        KnownOption("early_stopping", "When a beam search ends: true, false or never; false."),
        KnownOption("num_return_sequences", "Answers to each prompt; 1."),
        KnownOption("eos_token_id", "The tokens that end an answer; the checkpoint's."),
        KnownOption("stop_strings", "An answer ends before the first of these."),
        KnownOption("seed", "Of the drawn tokens; 0."),
        KnownOption(
            "handle_long_generation",
            "hole: a prompt that leaves no room loses its first tokens; else it is an error."
        ),
    ]

    private static let others = ["seed", "handle_long_generation", "return_full_text"]

    /// The options that are given, and the seed.
    ///
    /// - Throws: ``EvaluationError`` for a value that makes no sense.
    static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        var decoding = options.plain.filter { $0.value != .null }
        decoding["seed"] = .integer(try options.integer("seed", in: 0...Int.max) ?? 0)
        if let text = try options.string("handle_long_generation"), text != "hole" {
            throw options.error(
                at: "handle_long_generation",
                "'handle_long_generation' of \(options.owner) must be hole, found \(text)"
            )
        }
        if let stops = try options.strings("stop_strings") {
            decoding["stop_strings"] = .array(stops.map(JSONValue.string))
        }
        do { _ = try settings(decoding, over: GenerationSettings()) } catch {
            throw options.error("\(error)")
        }
        return decoding
    }

    /// A checkpoint's settings with the options over them.
    ///
    /// - Throws: ``CheckpointError`` or ``InferenceError``.
    static func settings(
        _ decoding: [String: JSONValue],
        over base: GenerationSettings
    ) throws -> GenerationSettings {
        var settings = base
        let own = decoding.filter { !others.contains($0.key) }
        let bytes = Array(JSONValue.object(own).text.utf8)
        try settings.update(try ConfigurationScope(bytes: bytes, file: "the task's options"))
        settings.seed = UInt64(decoding["seed"]?.integer ?? 0)
        settings.truncatesPrompt = decoding["handle_long_generation"] != nil
        return settings
    }

    /// Refuses options of drawing where nothing is drawn.
    ///
    /// - Throws: ``InferenceError/generation(setting:expected:found:)``.
    static func checkDrawing(
        _ decoding: [String: JSONValue],
        _ settings: GenerationSettings
    ) throws {
        for name in ["temperature", "top_k", "top_p"] where !settings.samples {
            guard let value = decoding[name] else { continue }
            throw InferenceError.generation(
                setting: name,
                expected: "left out, as it decides nothing unless do_sample is true",
                found: value.text
            )
        }
    }
}
