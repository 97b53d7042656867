import Digests
import Domain
import Foundation
import Inference

/// The options of speech recognition, as suites and commands give them.
///
/// What is left out decides nothing: without options a model answers as it always did.
struct TranscriptionSettings {
    static let known = [
        KnownOption("decoder", "greedy (the best label of each frame) or beam; greedy."),
        KnownOption("beam_width", "How many prefixes the beam keeps; 100."),
        KnownOption("language_model", "An n-gram model of words in ARPA format, for the beam."),
        KnownOption("alpha", "The weight of the language model; 0.5."),
        KnownOption("beta", "What each word adds beside the language model; 1.5."),
        KnownOption(
            "chunk_length_s",
            "Seconds of the pieces that recordings are heard in, 0 for one; "
                + "without it, \(Chunking.automaticInWords)."
        ),
        KnownOption(
            "stride_length_s",
            "Seconds that pieces overlap at each side, or [left, right]; a sixth of the piece."
        ),
        KnownOption("return_timestamps", "word or char, for times in the answer."),
    ]

    /// What decides an answer; the language model by its digest.
    let decoding: [String: JSONValue]
    /// The files that the options name, by digest.
    let files: [String: String]

    init(_ settings: Settings) throws {
        var decoding: [String: JSONValue] = [:]
        var files: [String: String] = [:]
        if try Self.choice("decoder", ["greedy", "beam"], settings) == "beam" {
            decoding["decoder"] = .string("beam")
            decoding["beam_width"] = .integer(
                try settings.integer("beam_width", in: 1...10_000) ?? 100
            )
            if let (digest, path) = try Self.languageModel(settings) {
                decoding["language_model"] = .string(digest)
                decoding["alpha"] = .number(try Self.number("alpha", settings) ?? 0.5)
                decoding["beta"] = .number(try Self.number("beta", settings) ?? 1.5)
                files[digest] = path
            } else {
                try Self.refuse(["alpha", "beta"], without: "language_model", settings)
            }
        } else {
            try Self.refuse(
                ["beam_width", "language_model", "alpha", "beta"],
                without: "decoder: beam",
                settings
            )
        }
        if let length = try Self.number("chunk_length_s", settings, atLeast: 0) {
            decoding["chunk_length_s"] = .number(length)
            let (left, right) = try Self.strides(settings) ?? (length / 6, length / 6)
            if length > 0 {
                guard left + right < length else {
                    throw settings.error(
                        at: "stride_length_s",
                        TranscriptionError.strides(lengthSeconds: length).description
                    )
                }
                decoding["stride_length_s"] = .array([.number(left), .number(right)])
            }
        } else {
            try Self.refuse(["stride_length_s"], without: "chunk_length_s", settings)
        }
        if let timestamps = try Self.choice(
            "return_timestamps",
            TranscriptionOptions.Timestamps.allCases.map(\.rawValue),
            settings
        ) {
            decoding["return_timestamps"] = .string(timestamps)
        }
        self.decoding = decoding
        self.files = files
    }

    /// The options that a decoding stands for.
    ///
    /// - Throws: ``NGramError`` for a language model that cannot be read, or ``PredictionFailure`` for
    ///   one that is not among the files.
    static func options(
        _ decoding: [String: JSONValue],
        files: [String: String]
    ) throws -> TranscriptionOptions {
        var options = TranscriptionOptions()
        if decoding["decoder"]?.string == "beam" {
            var languageModel: TranscriptionOptions.LanguageModel?
            if let digest = decoding["language_model"]?.string {
                guard let path = files[digest] else {
                    throw EvaluationError.model(
                        name: "language_model",
                        reason: "the file with the digest \(digest) is not here"
                    )
                }
                languageModel = .init(
                    try NGramModel(file: path),
                    alpha: decoding["alpha"]?.number ?? 0.5,
                    beta: decoding["beta"]?.number ?? 1.5
                )
            }
            options.decoder = .beam(
                width: decoding["beam_width"]?.integer ?? 100,
                languageModel: languageModel
            )
        }
        if let length = decoding["chunk_length_s"]?.number {
            let strides = decoding["stride_length_s"]?.array?.compactMap(\.number) ?? []
            options.chunking = Chunking(
                lengthSeconds: length,
                leftSeconds: strides.first,
                rightSeconds: strides.last
            )
        }
        options.timestamps = decoding["return_timestamps"]?.string
            .flatMap(TranscriptionOptions.Timestamps.init(rawValue:))
        return options
    }

    private static func choice(
        _ name: String,
        _ words: [String],
        _ settings: Settings
    ) throws -> String? {
        guard let word = try settings.string(name) else { return nil }
        guard words.contains(word) else {
            throw settings.error(
                at: name,
                "'\(name)' of \(settings.owner) must be \(words.joined(separator: " or ")), "
                    + "found '\(word)'"
            )
        }
        return word
    }

    private static func number(
        _ name: String,
        _ settings: Settings,
        atLeast least: Double = -1e6
    ) throws -> Double? {
        guard let value = settings.values[name]?.value, value != .null else { return nil }
        guard let number = value.number, (least...1e6).contains(number) else {
            throw settings.error(
                at: name,
                "'\(name)' of \(settings.owner) must be a number"
                    + (least == 0 ? " of 0 or more" : "") + ", found \(value.text)"
            )
        }
        return number
    }

    /// One number for both sides, or two.
    private static func strides(_ settings: Settings) throws -> (left: Double, right: Double)? {
        guard let value = settings.values["stride_length_s"]?.value, value != .null else {
            return nil
        }
        let numbers = value.array?.compactMap(\.number) ?? value.number.map { [$0, $0] } ?? []
        guard numbers.count == 2, value.array.map({ $0.count == 2 }) ?? true,
            numbers.allSatisfy({ (0...1e6).contains($0) })
        else {
            throw settings.error(
                at: "stride_length_s",
                "'stride_length_s' of \(settings.owner) must be a number of seconds or [left, right], "
                    + "found \(value.text)"
            )
        }
        return (numbers[0], numbers[1])
    }

    /// The digest and the absolute path of the language model; nil without one.
    private static func languageModel(_ settings: Settings) throws -> (String, String)? {
        guard let name = try settings.string("language_model") else { return nil }
        let folder = URL(filePath: settings.file).deletingLastPathComponent().path
        let path = SuiteReader.absolute(name, in: folder)
        guard let digest = FileDigest.file(path) else {
            throw settings.error(
                at: "language_model",
                "the language model '\(name)' is not there or cannot be read"
            )
        }
        return (digest.hexadecimal, path)
    }

    private static func refuse(
        _ names: [String],
        without needed: String,
        _ settings: Settings
    ) throws {
        for name in names where settings.values[name] != nil {
            throw settings.error(
                at: name,
                "'\(name)' of \(settings.owner) means nothing without '\(needed)'"
            )
        }
    }
}
