import Domain
import Media
import Testing

/// Decoded pixels and samples against those that Pillow and libsndfile gave in the reference set-up.
@Suite(.enabled(if: Fixtures.oracle != nil, "no oracle beside the repository (ASSAY_SHARED)"))
struct OracleTests {
    private let folder = Fixtures.oracle ?? ""

    @Test func picturesAreThoseOfPillow() throws {
        let folder = folder + "/image_ops-a"
        let expected = try RecordedTensors(folder + "/io.safetensors")
        var compared = 0
        for name in Fixtures.files(in: folder, endings: [".png", ".jpg"])
        where expected.has("raw.\(name)") {
            let image = try PixelImage(contentsOf: "\(folder)/\(name)")
            #expect(expected.shape("raw.\(name)") == [image.height, image.width, 3], "\(name)")
            let differences = zip(image.pixels, expected.uint8("raw.\(name)"))
                .map { abs(Int($0) - Int($1)) }
            #expect(differences.max() == 0, "\(name)")
            compared += 1
        }
        #expect(compared >= 15)
    }

    @Test func sixteenBitGreyIsClippedAsInPillow() throws {
        let folder = folder + "/image_ops-a"
        let expected = try RecordedTensors(folder + "/io.safetensors").integers("raw16.gray16.png")
        let image = try PixelImage(contentsOf: folder + "/gray16.png")
        #expect(
            image.pixels == expected.flatMap { Array(repeating: UInt8(min(255, $0)), count: 3) }
        )
    }

    @Test func samplesAreThoseOfTheReference() throws {
        let folder = folder + "/audio_io-a"
        let expected = try RecordedTensors(folder + "/io.safetensors")
        let names = Fixtures.files(in: folder, endings: [".wav", ".flac"])
        for name in names {
            let wave = try Waveform(contentsOf: "\(folder)/\(name)")
            let frames = wave.channels[0].count
            let interleaved = (0..<frames).flatMap { frame in wave.channels.map { $0[frame] } }
            #expect(wave.sampleRateHertz == 16_000, "\(name)")
            #expect(interleaved == expected.floats("raw.\(name)"), "\(name)")
        }
        #expect(names.count >= 15)
    }

    @Test func headersAgreeWithDecoding() throws {
        for name in Fixtures.files(in: folder + "/audio_io-a", endings: [".wav", ".flac"]) {
            let bytes = try FileBytes.read("\(folder)/audio_io-a/\(name)")
            let probe = try MediaProbe(bytes)
            #expect(probe.kind == .audio)
            #expect(probe.details.durationSeconds == 3000.0 / 16_000, "\(name)")
            #expect(probe.details.channels == (name.hasPrefix("stereo") ? 2 : 1), "\(name)")
            #expect(probe.mediaType == (name.hasSuffix(".wav") ? "audio/wav" : "audio/flac"))
        }
    }
}
