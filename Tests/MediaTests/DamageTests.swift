import Media
import Testing

/// Files that were cut or changed must be refused with a reason, by the probe and by the decoder.
struct DamageTests {
    @Test(arguments: DecodingTests.pictures)
    func everyTruncationOfAPictureIsRefused(_ name: String) throws {
        let bytes = try Fixtures.bytes(name)
        for count in 0..<bytes.count {
            let cut = Array(bytes.prefix(count))
            #expect(throws: MediaError.self, "decoded \(count) bytes") {
                try PixelImage(decoding: cut)
            }
            #expect(throws: MediaError.self, "probed \(count) bytes") { try MediaProbe(cut) }
        }
    }

    @Test(arguments: ["mono.wav", "float.wav", "stereo.flac", "mono24.flac", "frames.flac"])
    func everyTruncationOfARecordingIsRefused(_ name: String) throws {
        let bytes = try Fixtures.bytes(name)
        for count in stride(from: 0, to: bytes.count, by: bytes.count > 4000 ? 7 : 1) {
            let cut = Array(bytes.prefix(count))
            #expect(throws: MediaError.self, "decoded \(count) bytes") {
                try Waveform(decoding: cut)
            }
            #expect(throws: MediaError.self, "probed \(count) bytes") { try MediaProbe(cut) }
        }
    }

    @Test(arguments: DecodingTests.pictures.filter { $0.hasSuffix(".png") })
    func everyChangedByteOfAPNGIsNoticed(_ name: String) throws {
        let bytes = try Fixtures.bytes(name)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x10
            #expect(throws: MediaError.self, "byte \(index)") { try PixelImage(decoding: changed) }
            #expect(throws: MediaError.self, "byte \(index)") { try MediaProbe(changed) }
        }
    }

    @Test func wrongCRCIsNamed() throws {
        var bytes = try Fixtures.bytes("rgb8.png")
        bytes[bytes.count - 20] ^= 1
        let error = #expect(throws: MediaError.self) { try MediaProbe(bytes) }
        #expect(error?.description.contains("wrong CRC in chunk IDAT") == true)
    }

    @Test func truncatedFLACIsNamed() throws {
        let bytes = try Fixtures.bytes("frames.flac")
        let error = #expect(throws: MediaError.self) { try MediaProbe(Array(bytes.dropLast(500))) }
        #expect(error?.description.hasPrefix("truncated FLAC file:") == true)
    }

    @Test func changedFLACFramesAreNoticedWhenDecoded() throws {
        let bytes = try Fixtures.bytes("frames.flac")
        for index in stride(from: 8300, to: bytes.count, by: 97) {
            var changed = bytes
            changed[index] ^= 0x04
            #expect(throws: MediaError.self, "byte \(index)") { try Waveform(decoding: changed) }
        }
    }

    @Test func decompressionBombIsRefusedBeforeAllocating() throws {
        var bytes = try Fixtures.bytes("grey8.png")
        // A header of 65,535 x 65,535 pixels, with a right CRC made by the writer's own rules, is not
        // needed: the size is checked first.
        bytes.replaceSubrange(16..<24, with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
        let error = #expect(throws: MediaError.self) { try PixelImage(decoding: bytes) }
        #expect(error?.description.contains("65535 x 65535 pixels") == true)
    }

    @Test func otherFilesAreNamedForWhatTheyAreNot() throws {
        let error = #expect(throws: MediaError.self) { try MediaProbe(Array("hello world".utf8)) }
        #expect(error?.description.contains("68 65 6c 6c") == true)
        #expect(throws: MediaError.self) { try PixelImage(decoding: []) }
        #expect(throws: MediaError.self) { try Waveform(decoding: []) }
        #expect(throws: MediaError.self) { try Waveform(contentsOf: "/nonexistent.wav") }
        #expect(throws: MediaError.self) { try FileBytes.read("/") }
    }
}
