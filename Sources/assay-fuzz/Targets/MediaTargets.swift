import Domain
import Media

extension FuzzTarget {
    static let png = FuzzTarget(
        name: "png",
        seeds: {
            let pixels = (0..<20 * 15 * 3).map { UInt8(truncatingIfNeeded: $0 &* $0) }
            let image = PixelImage(width: 20, height: 15, pixels: pixels)
            let grey = try PNGWriter(width: 28, height: 28, channels: 1)
            var turned = try image.encodedPNG()
            let chunk = [0, 0, 0, UInt8(exif.count)] + Array("eXIf".utf8) + exif + [0, 0, 0, 0]
            turned.insert(contentsOf: chunk, at: 33)
            PNGRepair.correctChecksums(&turned)
            return [
                try image.encodedPNG(), try grey.file([UInt8](repeating: 9, count: 784)), turned,
            ]
        },
        repair: { bytes in PNGRepair.correctChecksums(&bytes) },
        read: { bytes in try readImage(bytes) }
    )

    static let jpeg = FuzzTarget(
        name: "jpeg",
        seeds: {
            let pixels = (0..<20 * 15 * 3).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let image = PixelImage(width: 20, height: 15, pixels: pixels)
            var turned = try image.encodedJPEG(quality: 90)
            let segment = [0xFF, 0xE1, 0, UInt8(exif.count + 8)] + Array("Exif\0\0".utf8) + exif
            turned.insert(contentsOf: segment, at: 2)
            return [
                try image.encodedJPEG(quality: 90), try image.encodedJPEG(quality: 10), turned,
            ]
        },
        read: { bytes in try readImage(bytes) }
    )

    static let audio = FuzzTarget(
        name: "audio",
        seeds: {
            let samples = (0..<3000).map { Float(($0 * 7919) % 2000 - 1000) / 4000 }
            let mono = Waveform(sampleRateHertz: 16_000, channels: [samples])
            let stereo = Waveform(sampleRateHertz: 8000, channels: [samples, samples.reversed()])
            return try Waveform.FileFormat.allCases.flatMap { format in
                [try mono.encoded(as: format), try stereo.encoded(as: format)]
            }
        },
        read: { bytes in
            let probe = try? MediaProbe(bytes)
            let wave = try Waveform(decoding: bytes)
            guard probe != nil else {
                throw Finding(description: "decoded, but refused by the probe")
            }
            guard Set(wave.channels.map(\.count)).count == 1 else {
                throw Finding(description: "channels of different lengths")
            }
        }
    )

    /// A directory with one entry: turn the picture to the right.
    private static let exif: [UInt8] = [
        77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
    ]

    private static func readImage(_ bytes: [UInt8]) throws {
        let probe = try? MediaProbe(bytes)
        // A header may well declare a picture of half a gigabyte; that is not what is tested here.
        let declared = bytes.dropFirst(16).prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let isPNG = bytes.first == 0x89
        if isPNG, (declared >> 32) > 4096 || (declared & 0xFFFF_FFFF) > 4096 { return }
        if let width = probe?.details.width, let height = probe?.details.height,
            width * height > 4_000_000
        {
            return
        }
        let image = try PixelImage(decoding: bytes)
        guard probe == nil || image.width == probe?.details.width else {
            throw Finding(description: "the probe and the decoder see different sizes")
        }
    }
}

/// Rewrites the CRCs of a PNG file.
enum PNGRepair {
    static func correctChecksums(_ bytes: inout [UInt8]) {
        var position = 8
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = position + 8 + length
            guard end + 4 <= bytes.count else { return }
            let crc = checksum(bytes[position + 4..<end])
            for offset in 0..<4 {
                bytes[end + offset] = UInt8(truncatingIfNeeded: crc >> (24 - 8 * offset))
            }
            position = end + 4
        }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF as UInt32) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
                value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
            }
        }
    }
}
