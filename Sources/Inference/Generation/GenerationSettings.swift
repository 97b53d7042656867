package import Checkpoints
import Domain

/// How a model's scores become text: the reference's generation options, under its names and with its
/// defaults.
///
/// Source: transformers 4.49, `GenerationConfig`.
package struct GenerationSettings: Sendable, Equatable {
    /// When a beam search has found enough.
    package enum EarlyStopping: Sendable, Equatable {
        /// As soon as there are as many finished hypotheses as beams.
        case always
        /// When no beam is likely to become better than the worst of them.
        case likely
        /// When no beam can.
        case never
    }

    /// The most tokens that are added, `max_new_tokens`; nil where `max_length` counts.
    package var maximumNewTokens: Int?
    /// The most tokens of prompt and answer together; `max_length`.
    package var maximumLength = 20
    /// Before so many tokens were added no end token is; `min_new_tokens`.
    package var minimumNewTokens = 0
    /// Before prompt and answer have so many tokens no end token is added; `min_length`.
    package var minimumLength = 0
    /// Whether tokens are drawn; else the best is taken (`do_sample`).
    package var samples = false
    /// What scores are divided by before tokens are drawn; above 0 (`temperature`).
    package var temperature: Float = 1
    /// Tokens are drawn among so many best; 0 for all (`top_k`).
    package var topK = 50
    /// Tokens are drawn among the fewest that have so much probability together; 1 for all (`top_p`).
    package var topP: Float = 1
    /// What the scores of tokens are divided by that occurred before; above 0 (`repetition_penalty`).
    package var repetitionPenalty: Float = 1
    /// No run of so many tokens occurs twice; 0 for no limit (`no_repeat_ngram_size`).
    package var noRepeatNGramSize = 0
    /// `num_beams`; 1 for no beam search.
    package var beams = 1
    /// A hypothesis' score is its log-probability over its length to this power (`length_penalty`).
    package var lengthPenalty = 1.0
    /// `early_stopping`.
    package var earlyStopping = EarlyStopping.likely
    /// Answers to each prompt; `num_return_sequences`.
    package var returnedSequences = 1
    /// The tokens that end an answer; `eos_token_id`.
    package var endTokens: [Int] = []
    /// An answer ends before the first of these; `stop_strings`.
    package var stopStrings: [String] = []
    /// Of the drawn tokens.
    package var seed: UInt64 = 0
    /// Whether a prompt that leaves no room for the answer loses its first tokens, as with the
    /// pipeline's `handle_long_generation="hole"`; else it is an error.
    package var truncatesPrompt = false

    package init() {}

    /// What a checkpoint says: `generation_config.json`, or the same keys of `config.json` if there
    /// is no such file.
    ///
    /// - Throws: ``CheckpointError/configuration(file:path:expected:found:)`` for a value that is not
    ///   implemented.
    package init(_ source: ModelSource) throws(CheckpointError) {
        let file = try source.file("generation_config.json")
        try update(file ?? source.configuration)
        // The end token is also that of the configuration where the other file has none.
        if endTokens.isEmpty, file?.value("eos_token_id") == nil {
            endTokens = try Self.tokens(source.configuration, "eos_token_id")
        }
    }

    /// Takes the keys that are there.
    ///
    /// - Throws: ``CheckpointError/configuration(file:path:expected:found:)`` for a value that makes
    ///   no sense or is not implemented.
    package mutating func update(_ json: ConfigurationScope) throws(CheckpointError) {
        try Self.refuseOthers(json)
        if json.value("max_new_tokens") != nil {
            maximumNewTokens = try json.integer("max_new_tokens", in: 0...Int(Int32.max))
        }
        maximumLength = try json.integer("max_length", default: maximumLength)
        minimumNewTokens = try json.integer("min_new_tokens", default: minimumNewTokens, in: whole)
        minimumLength = try json.integer("min_length", default: minimumLength, in: whole)
        samples = try json.bool("do_sample", default: samples)
        temperature = try Self.number(json, "temperature", temperature, "above 0") { $0 > 0 }
        topK = try json.integer("top_k", default: topK, in: whole)
        topP = try Self.number(json, "top_p", topP, "from 0 to 1") { (0...1).contains($0) }
        repetitionPenalty = try Self.number(
            json,
            "repetition_penalty",
            repetitionPenalty,
            "above 0"
        ) { $0 > 0 }
        noRepeatNGramSize = try json.integer(
            "no_repeat_ngram_size",
            default: noRepeatNGramSize,
            in: whole
        )
        beams = try json.integer("num_beams", default: beams, in: 1...1000)
        lengthPenalty = try json.number("length_penalty", default: lengthPenalty)
        earlyStopping = try Self.earlyStopping(json) ?? earlyStopping
        returnedSequences = try json.integer(
            "num_return_sequences",
            default: returnedSequences,
            in: 1...100_000
        )
        let tokens = try Self.tokens(json, "eos_token_id")
        if !tokens.isEmpty { endTokens = tokens }
        if let stops = json.value("stop_strings") {
            guard let texts = stops.strings ?? stops.string.map({ [$0] }), !texts.contains("")
            else {
                throw json.error(
                    "stop_strings",
                    expected: "a string or an array of strings, none empty",
                    found: stops.kind
                )
            }
            stopStrings = texts
        }
    }

    /// Refuses settings that contradict each other.
    ///
    /// - Throws: ``InferenceError/generation(setting:expected:found:)``.
    package func check() throws(InferenceError) {
        if beams > 1 && samples {
            throw .generation(setting: "do_sample", expected: "false with beams", found: "true")
        }
        if beams > 1 && !stopStrings.isEmpty {
            throw .generation(
                setting: "stop_strings",
                expected: "none with beams",
                found: "\(stopStrings.count)"
            )
        }
        let most = beams > 1 ? beams : samples ? Int.max : 1
        if returnedSequences > most {
            throw .generation(
                setting: "num_return_sequences",
                expected: beams > 1
                    ? "at most num_beams, \(beams)"
                    : "1 where nothing is drawn (do_sample is false)",
                found: "\(returnedSequences)"
            )
        }
    }

    /// How many tokens may be added to a prompt.
    ///
    /// - Throws: ``InferenceError/generation(setting:expected:found:)`` if the prompt alone reaches
    ///   `max_length`.
    package func newTokens(promptLength: Int) throws(InferenceError) -> Int {
        if let maximumNewTokens { return maximumNewTokens }
        guard promptLength < maximumLength else {
            throw .generation(
                setting: "max_length",
                expected: "more than the prompt's \(promptLength) tokens "
                    + "(or set max_new_tokens, which does not count them)",
                found: "\(maximumLength)"
            )
        }
        return maximumLength - promptLength
    }

    private var whole: ClosedRange<Int> { 0...Int(Int32.max) }

    private static func number(
        _ json: ConfigurationScope,
        _ key: String,
        _ fallback: Float,
        _ expected: String,
        _ isValid: (Double) -> Bool
    ) throws(CheckpointError) -> Float {
        let value = try json.number(key, default: Double(fallback))
        // What single precision rounds to 0 or to infinity is no such number either.
        let single = Float(value)
        guard single.isFinite, isValid(Double(single)) else {
            throw json.error(
                key,
                expected: "a number \(expected) in single precision",
                found: "\(value)"
            )
        }
        return single
    }

    /// One id or several; none if the key is absent.
    private static func tokens(
        _ json: ConfigurationScope,
        _ key: String
    ) throws(CheckpointError) -> [Int] {
        guard let value = json.value(key) else { return [] }
        if let id = value.integer { return [id] }
        guard let ids = value.array?.map(\.integer), !ids.contains(nil) else {
            throw json.error(key, expected: "a token id or an array of them", found: value.kind)
        }
        return ids.compactMap(\.self)
    }

    private static func earlyStopping(
        _ json: ConfigurationScope
    ) throws(CheckpointError) -> EarlyStopping? {
        guard let value = json.value("early_stopping") else { return nil }
        if let isAlways = value.bool { return isAlways ? .always : .likely }
        guard value.string == "never" else {
            throw json.error(
                "early_stopping",
                expected: "true, false or \"never\"",
                found: value.text
            )
        }
        return .never
    }

    /// Options of the reference that change answers and are not implemented, with the value that
    /// changes nothing.
    private static let others: [(key: String, neutral: [JSONValue])] = [
        ("num_beam_groups", [.integer(1)]),
        ("diversity_penalty", [.integer(0), .number(0)]),
        ("penalty_alpha", [.integer(0), .number(0)]),
        ("typical_p", [.integer(1), .number(1)]),
        ("epsilon_cutoff", [.integer(0), .number(0)]),
        ("eta_cutoff", [.integer(0), .number(0)]),
        ("min_p", [.integer(0), .number(0)]),
        ("bad_words_ids", []),
        ("force_words_ids", []),
        ("constraints", []),
        ("renormalize_logits", [.bool(false)]),
        ("forced_bos_token_id", []),
        ("forced_eos_token_id", []),
        ("exponential_decay_length_penalty", []),
        ("suppress_tokens", [.array([])]),
        ("begin_suppress_tokens", [.array([])]),
        ("forced_decoder_ids", []),
        ("sequence_bias", []),
        ("guidance_scale", [.integer(1), .number(1)]),
        ("watermarking_config", []),
        ("encoder_no_repeat_ngram_size", [.integer(0)]),
        ("encoder_repetition_penalty", [.integer(1), .number(1)]),
        ("dola_layers", []),
    ]

    private static func refuseOthers(_ json: ConfigurationScope) throws(CheckpointError) {
        for (key, neutral) in others {
            guard let value = json.value(key), !neutral.contains(value) else { continue }
            throw json.error(
                key,
                expected: neutral.first.map { "\($0.text), as it is not implemented" }
                    ?? "absent, as it is not implemented",
                found: value.text
            )
        }
    }
}
