package import Preprocessing
package import Tokenization

/// A model that hears, frame by frame, which token of its vocabulary is spoken.
///
/// ``SpeechTranscriber`` makes transcripts of what it hears.
package protocol SpeechTranscribing: Sendable {
    /// What it takes and gives.
    ///
    /// - Throws: An error that names the file that the checkpoint's folder lacks.
    var hearing: SpeechHearing { get throws }

    /// The logits of some pieces of recordings, each heard by itself: normalised by itself, and the
    /// same whatever pieces are heard with it.
    ///
    /// - Parameter pieces: Mono samples at the model's rate, not normalised.
    /// - Returns: Of each piece `[T, V]`, row-major; T is 0 for one that is shorter than a frame.
    /// - Throws: An error that names the file that the checkpoint's folder lacks.
    func logits(for pieces: [ArraySlice<Float>]) throws -> [[Float]]
}

/// What a speech model takes and gives.
package struct SpeechHearing: Sendable, Equatable {
    /// What the outputs stand for.
    package let vocabulary: CTCVocabulary
    /// How recordings become the samples that it takes.
    package let preprocessor: AudioPreprocessor
    /// Samples from one frame to the next.
    package let samplesPerFrame: Int

    package init(
        vocabulary: CTCVocabulary,
        preprocessor: AudioPreprocessor,
        samplesPerFrame: Int
    ) {
        self.vocabulary = vocabulary
        self.preprocessor = preprocessor
        self.samplesPerFrame = samplesPerFrame
    }
}
