import Domain
import Media
import Testing

struct EncodingTests {
    /// A picture with flat and busy parts.
    private func picture(_ width: Int, _ height: Int) -> PixelImage {
        let pixels = (0..<width * height * 3).map { index in
            index % 7 < 4 ? UInt8(200) : UInt8(truncatingIfNeeded: index &* 37)
        }
        return PixelImage(width: width, height: height, pixels: pixels)
    }

    @Test(arguments: [(1, 1), (28, 28), (32, 32), (3, 700), (400, 2)])
    func pngRoundTripIsExact(_ width: Int, _ height: Int) throws {
        let image = picture(width, height)
        #expect(try PixelImage(decoding: image.encodedPNG()) == image)
        let writer = try PNGWriter(width: width, height: height, channels: 3)
        let file = try writer.file(image.pixels)
        #expect(try PixelImage(decoding: file) == image)
        #expect(try MediaProbe(file).details.width == width)
    }

    @Test func everyByteAndRunLengthSurvivesTheWriter() throws {
        for run in 1...300 {
            var pixels =
                (0...255).map { UInt8($0) } + [UInt8](repeating: UInt8(run % 256), count: run)
            pixels += [7]
            let writer = try PNGWriter(width: pixels.count, height: 1, channels: 1)
            let image = try PixelImage(decoding: writer.file(pixels))
            #expect(image.pixels == pixels.flatMap { [$0, $0, $0] })
        }
    }

    @Test func writerRefusesWhatDoesNotFit() throws {
        #expect(throws: MediaError.self) { try PNGWriter(width: 0, height: 4, channels: 1) }
        #expect(throws: MediaError.self) { try PNGWriter(width: 4, height: 4, channels: 2) }
        let writer = try PNGWriter(width: 4, height: 4, channels: 1)
        #expect(throws: MediaError.self) { try writer.file([1, 2, 3]) }
        let empty = PixelImage(width: 0, height: 0, pixels: [])
        #expect(throws: MediaError.self) { try empty.encodedPNG() }
        #expect(throws: MediaError.self) { try empty.encodedJPEG() }
    }

    @Test func jpegRoundTripIsClose() throws {
        let flat = PixelImage(
            width: 40,
            height: 30,
            pixels: [UInt8](repeating: 90, count: 40 * 30 * 3)
        )
        let again = try PixelImage(decoding: flat.encodedJPEG(quality: 95))
        #expect(again.width == 40 && again.height == 30)
        #expect(again.pixels.allSatisfy { abs(Int($0) - 90) <= 1 })
    }

    @Test func thumbnailAveragesAreas() {
        let image = PixelImage(width: 4, height: 2, pixels: (0..<24).map { UInt8($0 * 10) })
        let half = image.thumbnail(longestSide: 2)
        #expect(half.width == 2 && half.height == 1)
        #expect(half.pixels == [75, 85, 95, 135, 145, 155])
        #expect(image.thumbnail(longestSide: 4) == image)
        let flat = PixelImage(width: 7, height: 5, pixels: [UInt8](repeating: 33, count: 105))
        #expect(flat.thumbnail(longestSide: 3).pixels.allSatisfy { $0 == 33 })
        #expect(flat.thumbnail(longestSide: 1).width == 1)
    }

    @Test(arguments: Waveform.FileFormat.allCases)
    func recordingRoundTrip(_ format: Waveform.FileFormat) throws {
        let samples = (0..<16_000).map { Float(($0 * 37) % 1000 - 500) / 32_768 * 20 }
        let wave = Waveform(sampleRateHertz: 16_000, channels: [samples, samples.map { -$0 }])
        let bytes = try wave.encoded(as: format)
        let again = try Waveform(decoding: bytes)
        #expect(again.sampleRateHertz == 16_000)
        #expect(again.channels.count == 2)
        #expect(again.channels[0].count == 16_000)
        if format != .oggVorbis { #expect(again == wave) }
        #expect(try MediaProbe(bytes).mediaType == format.mediaType)
    }

    @Test func unencodableRecordingsAreRefused() {
        let none = Waveform(sampleRateHertz: 8000, channels: [])
        #expect(throws: MediaError.self) { try none.encoded(as: .wav) }
        let uneven = Waveform(sampleRateHertz: 8000, channels: [[0], [0, 0]])
        #expect(throws: MediaError.self) { try uneven.encoded(as: .flac) }
    }
}
