package import Domain
package import Media
import Preprocessing
import Tokenization

/// Makes transcripts of what a speech model hears.
///
/// Long recordings are heard in pieces that overlap (``Chunking``) and the logits of their kept frames
/// put together; with one piece that is the one pass. Each piece is normalised by itself, and where
/// the model normalises over time (`feat_extract_norm` "group") its statistics are over the piece, as in
/// the reference's pipeline: pieces then give logits slightly other than one pass. No answer depends
/// on what else is in the batch.
package struct SpeechTranscriber: Sendable {
    private let model: any SpeechTranscribing
    private let hearing: SpeechHearing
    private let options: TranscriptionOptions

    /// - Throws: An error that names the file that the checkpoint's folder lacks, or
    ///   ``TranscriptionError/strides(lengthSeconds:)`` for pieces that are all stride.
    package init(
        _ model: any SpeechTranscribing,
        options: TranscriptionOptions = TranscriptionOptions()
    ) throws {
        self.model = model
        self.options = options
        hearing = try model.hearing
        if let chunking = options.chunking {
            guard
                chunking.advances(
                    samplesPerFrame: hearing.samplesPerFrame,
                    sampleRateHertz: hearing.preprocessor.sampleRateHertz
                )
            else { throw TranscriptionError.strides(lengthSeconds: chunking.lengthSeconds) }
        }
    }

    /// The transcript of each recording, with chunks if time stamps are asked for.
    ///
    /// - Throws: ``PreprocessingError`` for a recording without samples, with samples that are not
    ///   finite, or of a rate that is not converted; ``InferenceError`` for one that is shorter than a
    ///   frame. Silence is not an error.
    package func transcribe(_ recordings: [Waveform]) throws -> [Transcript] {
        let frames = try logits(for: recordings)
        let count = hearing.vocabulary.tokens.count
        return try frames.map { logits in
            try logits.requireFinite()
            return decode(logits, count)
        }
    }

    /// The logits of each recording, `[T, V]`, pieces joined.
    package func logits(for recordings: [Waveform]) throws -> [[Float]] {
        let signals = try recordings.map { try hearing.preprocessor.signal($0).samples }
        let plans = signals.map { plan($0.count) }
        let count = hearing.vocabulary.tokens.count
        let pieces = zip(signals, plans).flatMap { signal, plan in
            plan.map { signal[$0.samples] }
        }
        var heard = try model.logits(for: pieces)[...]
        return try zip(signals, plans).map { signal, plan in
            var joined: [Float] = []
            for piece in plan {
                let logits = heard.popFirst() ?? []
                let frames = logits.count / count
                let kept = piece.kept.clamped(to: 0..<frames)
                joined += logits[kept.lowerBound * count..<kept.upperBound * count]
            }
            guard !joined.isEmpty else {
                throw InferenceError.recordingTooShort(samples: signal.count)
            }
            return joined
        }
    }

    private func plan(_ samples: Int) -> [Chunking.Piece] {
        let rate = hearing.preprocessor.sampleRateHertz
        let chunking = options.chunking ?? .automatic(for: Double(samples) / Double(rate))
        return chunking.pieces(
            samples: samples,
            samplesPerFrame: hearing.samplesPerFrame,
            sampleRateHertz: rate
        )
    }

    private func decode(_ logits: [Float], _ count: Int) -> Transcript {
        let vocabulary = hearing.vocabulary
        switch options.decoder {
        case .greedy:
            let characters = vocabulary.characters(
                path: FrameScores.bestPath(logits, count: count)
            )
            return Transcript(text: vocabulary.text(spans: characters), chunks: stamped(characters))
        case .beam(let width, let languageModel):
            let scores = FrameScores(frames: logits.count / count, count: count, logits: logits)
            let labels = search(scores, width, languageModel)
            var chunks: [Transcript.Chunk] = []
            if options.timestamps != nil,
                let path = CTCAlignment.path(of: labels, given: scores, blank: vocabulary.blank)
            {
                chunks = stamped(vocabulary.characters(path: path))
            }
            return Transcript(text: vocabulary.text(labels: labels), chunks: chunks)
        }
    }

    private func search(
        _ scores: FrameScores,
        _ width: Int,
        _ languageModel: TranscriptionOptions.LanguageModel?
    ) -> [Int] {
        let vocabulary = hearing.vocabulary
        let beam = CTCPrefixBeam(width: width, blank: vocabulary.blank)
        guard let languageModel else {
            return beam.search(scores, model: NoLanguageModel()).first?.labels ?? []
        }
        let words = WordLanguageModel(
            languageModel.model,
            tokens: vocabulary.tokens,
            delimiter: vocabulary.wordDelimiter,
            alpha: languageModel.alpha,
            beta: languageModel.beta
        )
        return beam.search(scores, model: words).first?.labels ?? []
    }

    /// Characters or words with their times; none if none are asked for.
    private func stamped(_ characters: [CTCVocabulary.Span]) -> [Transcript.Chunk] {
        guard let timestamps = options.timestamps else { return [] }
        let spans = timestamps == .char ? characters : hearing.vocabulary.words(characters)
        let rate = Double(hearing.preprocessor.sampleRateHertz)
        func seconds(_ frame: Int) -> Double { Double(frame * hearing.samplesPerFrame) / rate }
        return spans.map {
            Transcript.Chunk(
                text: $0.text,
                startSeconds: seconds($0.frames.lowerBound),
                endSeconds: seconds($0.frames.upperBound)
            )
        }
    }
}

/// Why recordings cannot be transcribed as asked.
package enum TranscriptionError: Error, Equatable, CustomStringConvertible {
    /// The strides of a piece are as long as it is.
    case strides(lengthSeconds: Double)

    package var description: String {
        switch self {
        case .strides(let length):
            "pieces of \(length) s are all stride: make 'chunk_length_s' longer than the two strides "
                + "together"
        }
    }
}
