import Digests
package import Domain
import Inference
import Media
import Preprocessing
import Storage

/// The automatic-speech-recognition pipeline of models trained with connectionist temporal
/// classification.
///
/// A recording of another rate than the model's is resampled: the model's identity says by what, and
/// `assay predict` says so on standard error.
package struct NativeSpeechRecognition: NativePipeline {
    package static let task = SpeechRecognition.name
    package static let summary = SpeechRecognition.summary
    package static let inputs = "WAV, FLAC, Ogg or MP3 files"
    package static let options = SpeechRecognition.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try SpeechRecognition(options: options).decoding
    }

    package static func files(_ options: Settings) throws -> [String: String] {
        try SpeechRecognition(options: options).files
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let role = context.role as? any SpeechTranscribing else { return nil }
        let options = try TranscriptionSettings.options(context.decoding, files: context.files)
        let transcriber = try SpeechTranscriber(role, options: options)
        let isStamped = options.timestamps != nil
        return NativeModelAdapter(
            context.identified(try description(of: role)),
            prepare: { question, media in
                guard let medium = question.request.medium else {
                    throw PredictionFailure("the request has no recording")
                }
                return try Waveform(decoding: media.bytes(of: medium))
            },
            answer: { (recordings: [Waveform]) in
                try transcriber.transcribe(recordings).map {
                    isStamped ? .transcript($0) : .text($0.text)
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try inputs.map { ModelRequest(task: task, medium: try files.medium($0, .audio)) }
    }

    /// Says that a recording is resampled, and by what.
    package static func note(on request: ModelRequest, _ context: NativeContext) -> String? {
        guard let role = context.role as? any SpeechTranscribing,
            let wanted = try? role.hearing.preprocessor.sampleRateHertz,
            let rate = request.medium?.details.sampleRateHertz, rate != wanted
        else { return nil }
        return "resampled from \(rate) to \(wanted) Hz by \(WaveformResampler.name)"
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        guard case .transcript(let transcript) = output else { return [[output.plain ?? ""]] }
        return transcript.chunks.map { chunk in
            [
                JSONValue.number(chunk.startSeconds).text,
                chunk.endSeconds.map { JSONValue.number($0).text } ?? "",
                chunk.text,
            ]
        }
    }

    /// What decides answers beside weights and options.
    private static func description(
        of role: any SpeechTranscribing
    ) throws -> [String: JSONValue] {
        [
            "sampleRateHertz": .integer(try role.hearing.preprocessor.sampleRateHertz),
            "resampler": .string(WaveformResampler.name),
            "longRecordings": .string(Chunking.automaticInWords),
        ]
    }
}

extension NativeContext {
    /// The same with a model whose identity has more to it.
    func identified(_ more: [String: JSONValue]) -> NativeContext {
        var description = identity.description.object ?? [:]
        for (name, value) in more { description[name] = value }
        var hasher = SHA256Hasher()
        hasher.update(field: identity.digest.hexadecimal)
        hasher.update(field: JSONValue.object(more).text)
        return NativeContext(
            role: role,
            identity: ModelIdentity(digest: hasher.finish(), description: .object(description)),
            folder: folder,
            decoding: decoding,
            files: files,
            threads: threads
        )
    }
}
