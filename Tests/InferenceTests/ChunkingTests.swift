import Testing

@testable import Inference

/// How recordings are cut, against pieces that the reference's pipeline makes.
struct ChunkingTests {
    static func pieces(_ chunking: Chunking, _ samples: Int) -> [Chunking.Piece] {
        chunking.pieces(samples: samples, samplesPerFrame: 320, sampleRateHertz: 16_000)
    }

    @Test func shortRecordingsAreOnePiece() {
        #expect(
            Self.pieces(Chunking(lengthSeconds: 0), 1_000_000).map(\.samples) == [0..<1_000_000]
        )
        let short = Self.pieces(Chunking(lengthSeconds: 30), 480_000)
        #expect(short.map(\.samples) == [0..<480_000])
        #expect(short.map(\.kept) == [0..<Int.max])
    }

    /// 70 s in pieces of 30 s with strides of 5 s: each step is 20 s or 1,000 frames.
    @Test func piecesOverlapByTheirStrides() {
        let pieces = Self.pieces(Chunking(lengthSeconds: 30), 70 * 16_000)
        #expect(
            pieces.map(\.samples) == [
                0..<480_000, 320_000..<800_000, 640_000..<1_120_000,
            ]
        )
        #expect(pieces.map(\.kept) == [0..<1_250, 250..<1_250, 250..<Int.max])
    }

    /// Kept frames follow each other without a gap, whatever the length.
    @Test(arguments: [1, 399, 400, 16_000, 16_001, 123_457, 999_999])
    func keptFramesAreAllFrames(_ samples: Int) {
        for chunking in [
            Chunking(lengthSeconds: 1),
            Chunking(lengthSeconds: 2.5, leftSeconds: 1, rightSeconds: 0),
            Chunking(lengthSeconds: 1.01, leftSeconds: 0.1, rightSeconds: 0.3),
        ] {
            var next = 0
            let pieces = Self.pieces(chunking, samples)
            for piece in pieces {
                #expect(piece.samples.lowerBound % 320 == 0)
                #expect(piece.samples.lowerBound / 320 + piece.kept.lowerBound == next)
                if piece.kept.upperBound < .max {
                    next = piece.samples.lowerBound / 320 + piece.kept.upperBound
                }
            }
            #expect(pieces.last?.samples.upperBound == samples)
            #expect(pieces.last?.kept.upperBound == .max)
        }
    }

    @Test func strideWithoutProgressIsNoticed() {
        let all = Chunking(lengthSeconds: 1, leftSeconds: 0.5, rightSeconds: 0.5)
        #expect(!all.advances(samplesPerFrame: 320, sampleRateHertz: 16_000))
        #expect(Chunking(lengthSeconds: 0).advances(samplesPerFrame: 320, sampleRateHertz: 16_000))
        let tiny = Chunking(lengthSeconds: 0.001)
        #expect(!tiny.advances(samplesPerFrame: 320, sampleRateHertz: 16_000))
    }

    @Test func aMinuteIsOnePass() {
        #expect(Chunking.automatic(for: 60).lengthSeconds == 0)
        #expect(Chunking.automatic(for: 60.1) == Chunking(lengthSeconds: 30))
    }
}
