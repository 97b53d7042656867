package import Domain

/// A manifest of recordings with transcripts, one JSON object a line, as NVIDIA NeMo writes it.
package enum SpeechManifest: DatasetFormat {
    package static let name = "speech-manifest"
    package static let summary =
        "JSON lines with audio_filepath, text and anything else as attributes (NeMo)"
    package static let kind = DatasetKind.speech
    package static let options = [
        FormatOption(
            "audio",
            "the member with the recording's path (default: audio_filepath, ...)"
        ),
        FormatOption("text", "the member with the transcript (default: text, ...)"),
        FormatOption("key", "the member with the example's key (default: id, ..., else the path)"),
        FormatOption("root", "the folder that paths start from (default: the manifest's own)"),
    ]

    private static let audioNames = [
        "audio_filepath", "audio", "audio_path", "path", "wav", "file",
    ]
    private static let textNames = ["text", "transcript", "transcription", "sentence"]
    private static let keyNames = ["id", "utt_id", "utterance_id", "key"]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard source.isFile, RecordReader.isJSONLines(source.path),
            let record = RecordReader.firstRecord(source.path)
        else { return false }
        return record.values["audio_filepath"]?.string != nil
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let own = source.path.parentPath
        let root = options.values["root"].map { own.appending(path: $0) } ?? own
        var media = MediaCache(MediaReader(storage: options.media, kind: .audio))
        try RecordReader.readJSONLines(source.path, name: source.name) { result in
            try each(
                result.flatMap { record in example(record, root: root, options: options, &media) }
            )
        }
    }

    private static func example(
        _ record: Record,
        root: String,
        options: IngestionOptions,
        _ media: inout MediaCache
    ) -> Result<Example, IngestionError> {
        let audio = options.values["audio"] ?? record.first(of: audioNames) ?? audioNames[0]
        let text = options.values["text"] ?? record.first(of: textNames) ?? textNames[0]
        let key = options.values["key"] ?? record.first(of: keyNames)
        guard let path = record.values[audio]?.string, !path.isEmpty else {
            return .failure(
                record.error("no recording: a member '\(audio)' with a path is expected")
            )
        }
        guard let transcript = record.values[text]?.string else {
            return .failure(record.error("no transcript: a string member '\(text)' is expected"))
        }
        if let offset = record.values["offset"]?.number, offset > 0 {
            return .failure(
                record.error("starts \(offset) s into \(path): cut longer recordings up first")
            )
        }
        switch media.medium(path, in: root) {
        case .failure(let reason): return .failure(record.error("\(path): \(reason.text)"))
        case .success(let medium):
            // With an offset, be it 0, the row is a piece of `duration` seconds. The tolerance is that
            // of durations that were rounded.
            if record.values["offset"]?.number != nil,
                let piece = record.values["duration"]?.number,
                let whole = medium.details.durationSeconds, piece < whole - 0.05
            {
                let reason = "is \(piece) s of the \(whole) s of \(path)"
                return .failure(record.error(reason + ": cut longer recordings up first"))
            }
            let example = Example(
                key: key.flatMap(record.text) ?? path,
                split: options.split ?? record.text("split") ?? "all",
                medium: medium,
                target: .text(transcript),
                attributes: record.attributes(except: [
                    audio, text, key, "split", "duration", "offset",
                ])
            )
            return .success(example)
        }
    }
}
