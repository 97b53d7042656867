/// How recordings become transcripts.
package struct TranscriptionOptions: Sendable {
    /// How labels are found in what the model says of the frames.
    package enum Decoder: Sendable {
        /// The best label of each frame.
        case greedy
        /// The best labels over all their alignments (``CTCPrefixBeam``), perhaps with a language model.
        case beam(width: Int, languageModel: LanguageModel?)
    }

    /// A language model and its weights; see ``WordLanguageModel``.
    package struct LanguageModel: Sendable {
        package let model: NGramModel
        package let alpha: Double
        package let beta: Double

        package init(_ model: NGramModel, alpha: Double, beta: Double) {
            self.model = model
            self.alpha = alpha
            self.beta = beta
        }
    }

    /// What gets time stamps.
    package enum Timestamps: String, Sendable, CaseIterable {
        case word, char
    }

    package var decoder: Decoder
    /// How long recordings are cut; nil for ``Chunking/automatic(for:)``.
    package var chunking: Chunking?
    /// Nil for a text alone.
    package var timestamps: Timestamps?

    package init(
        decoder: Decoder = .greedy,
        chunking: Chunking? = nil,
        timestamps: Timestamps? = nil
    ) {
        self.decoder = decoder
        self.chunking = chunking
        self.timestamps = timestamps
    }
}

/// How a long recording is cut into pieces that overlap.
///
/// Each piece but the first has a stride at its left and each but the last one at its right: context
/// that is heard and then dropped, so that every frame that is kept was heard with what is around it.
///
/// Source: transformers 4.49, `chunk_iter` and `rescale_stride` of the automatic-speech-recognition
/// pipeline.
package struct Chunking: Sendable, Equatable {
    /// Of a piece with its strides; 0 for one piece whatever the length.
    package let lengthSeconds: Double
    package let leftSeconds: Double
    package let rightSeconds: Double

    /// - Parameters:
    ///   - lengthSeconds: Of a piece with its strides; 0 for one piece whatever the length.
    ///   - leftSeconds: Of the stride at a piece's left; nil for a sixth of the piece.
    ///   - rightSeconds: Of the stride at its right; nil for a sixth of the piece.
    package init(lengthSeconds: Double, leftSeconds: Double? = nil, rightSeconds: Double? = nil) {
        self.lengthSeconds = lengthSeconds
        self.leftSeconds = leftSeconds ?? lengthSeconds / 6
        self.rightSeconds = rightSeconds ?? lengthSeconds / 6
    }

    /// Recordings up to this are heard in one pass if nothing else is asked.
    package static let longestPassSeconds = 60.0

    /// What is done if nothing else is asked: one pass up to a minute, beyond that pieces of 30 s with
    /// strides of 5 s.
    ///
    /// Attention over T frames costs T² and memory grows with T; the reference's pipeline never cuts
    /// unless asked to.
    package static func automatic(for seconds: Double) -> Chunking {
        Chunking(lengthSeconds: seconds <= longestPassSeconds ? 0 : 30)
    }

    /// In words, for provenance.
    package static let automaticInWords =
        "one pass up to 60 s, beyond that pieces of 30 s with strides of 5 s"

    /// A piece and what of it is kept.
    struct Piece: Equatable {
        let samples: Range<Int>
        /// The frames that are kept of those that the piece gives, which may be one fewer than the
        /// upper bound says.
        let kept: Range<Int>
    }

    /// Whether the pieces get anywhere: the strides leave something of each.
    package func advances(samplesPerFrame: Int, sampleRateHertz: Int) -> Bool {
        lengthSeconds == 0 || step(samplesPerFrame, sampleRateHertz) > 0
    }

    /// The pieces of a recording.
    func pieces(samples: Int, samplesPerFrame: Int, sampleRateHertz: Int) -> [Piece] {
        let step = step(samplesPerFrame, sampleRateHertz)
        guard lengthSeconds > 0, step > 0 else {
            return [Piece(samples: 0..<samples, kept: 0..<Int.max)]
        }
        func aligned(_ seconds: Double) -> Int {
            Self.aligned(seconds, samplesPerFrame, sampleRateHertz)
        }
        let length = aligned(lengthSeconds)
        let left = aligned(leftSeconds), right = aligned(rightSeconds)
        var pieces: [Piece] = []
        for start in stride(from: 0, to: samples, by: step) {
            let end = min(start + length, samples)
            let isLast = start + length >= samples
            let own = end - start
            let leftOwn = start == 0 ? 0 : left
            // In the reference's order of operations, which decides where a half is rounded to.
            let frames = Self.rounded(Double(own) * (1 / Double(samplesPerFrame)))
            func inFrames(_ stride: Int) -> Int {
                Self.rounded(Double(stride) / Double(own) * Double(frames))
            }
            if own > leftOwn {
                let first = inFrames(leftOwn)
                let last = isLast ? Int.max : frames - inFrames(right)
                pieces.append(Piece(samples: start..<end, kept: first..<max(first, last)))
            }
            if isLast { break }
        }
        return pieces
    }

    private func step(_ samplesPerFrame: Int, _ rate: Int) -> Int {
        Self.aligned(lengthSeconds, samplesPerFrame, rate)
            - Self.aligned(leftSeconds, samplesPerFrame, rate)
            - Self.aligned(rightSeconds, samplesPerFrame, rate)
    }

    /// In samples, the nearest multiple of a frame.
    private static func aligned(_ seconds: Double, _ samplesPerFrame: Int, _ rate: Int) -> Int {
        // No recording has more samples than this; beyond it a number may not fit an integer.
        let frames = min(seconds * Double(rate) / Double(samplesPerFrame), 1e12)
        return rounded(frames) * samplesPerFrame
    }

    /// Halves go to the even neighbour, as in the reference.
    private static func rounded(_ number: Double) -> Int {
        Int(number.rounded(.toNearestOrEven))
    }
}
