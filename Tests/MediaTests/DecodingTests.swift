import Domain
import Glibc
import Media
import Testing

/// The committed fixtures, whose expectations Pillow and libsndfile wrote (see their generate.py).
struct DecodingTests {
    static let pictures = Fixtures.files(in: Fixtures.media, endings: [".png", ".jpg"])
    static let recordings = Fixtures.files(in: Fixtures.media, endings: [".wav", ".flac", ".aiff"])

    @Test func everyKindHasAFixture() {
        #expect(Self.pictures.count == 24)
        #expect(Self.recordings.count == 6)
    }

    @Test(arguments: pictures)
    func pictureEqualsPillow(_ name: String) throws {
        let image = try PixelImage(decoding: Fixtures.bytes(name))
        let expected = try Fixtures.bytes(name + ".rgb")
        #expect(image.pixels.count == expected.count)
        // libjpeg-turbo's releases may round differently; PNG leaves no room.
        let tolerance = name.hasSuffix(".png") ? 0 : 1
        let difference = zip(image.pixels, expected).map { abs(Int($0) - Int($1)) }.max()
        #expect(difference ?? 0 <= tolerance)
    }

    @Test(arguments: pictures)
    func headerSaysThePicturesSize(_ name: String) throws {
        let bytes = try Fixtures.bytes(name)
        let image = try PixelImage(decoding: bytes)
        let probe = try MediaProbe(bytes)
        #expect(probe.kind == .image)
        #expect(probe.details == Medium.Details(width: image.width, height: image.height))
        #expect(probe.mediaType == (name.hasSuffix(".png") ? "image/png" : "image/jpeg"))
    }

    @Test(arguments: recordings)
    func recordingEqualsTheReference(_ name: String) throws {
        let bytes = try Fixtures.bytes(name)
        let wave = try Waveform(decoding: bytes)
        let expected = try Fixtures.bytes(name + ".f32").withUnsafeBytes { raw in
            (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
        }
        let frames = wave.channels[0].count
        #expect((0..<frames).flatMap { frame in wave.channels.map { $0[frame] } } == expected)
        let probe = try MediaProbe(bytes)
        #expect(probe.details.durationSeconds == wave.durationSeconds)
        #expect(probe.details.sampleRateHertz == wave.sampleRateHertz)
        #expect(probe.details.channels == wave.channels.count)
    }

    @Test func pillowsColourRules() throws {
        // 16-bit grey is clipped, 16-bit colour keeps the high byte.
        let grey = try PixelImage(decoding: Fixtures.bytes("grey16.png"))
        #expect(grey.pixels.filter { $0 == 255 }.count > grey.pixels.count * 9 / 10)
        let colour = try PixelImage(decoding: Fixtures.bytes("rgb16.png"))
        #expect(colour.pixels.filter { $0 == 255 }.count < colour.pixels.count / 10)
    }
}
