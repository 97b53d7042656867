import Domain
import Media
import Testing

/// Pictures are turned as Pillow 11.3's `ImageOps.exif_transpose` turns them: what it returned for
/// these files is written down here.
struct OrientationTests {
    /// The colours of the six fields, two rows of three: a, b, c and d, e, f.
    static let colours: [Character: [UInt8]] = [
        "a": [200, 30, 30], "b": [30, 200, 30], "c": [30, 30, 200],
        "d": [200, 200, 30], "e": [200, 30, 200], "f": [30, 200, 200],
    ]

    static let turned: [(value: UInt8, shown: String)] = [
        (0, "abc/def"), (1, "abc/def"), (2, "cba/fed"), (3, "fed/cba"), (4, "def/abc"),
        (5, "ad/be/cf"), (6, "da/eb/fc"), (7, "fc/eb/da"), (8, "cf/be/ad"), (9, "abc/def"),
    ]

    @Test(arguments: turned)
    func jpegAndPNGAreTurned(_ orientation: (value: UInt8, shown: String)) throws {
        let big: [UInt8] = [77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1]
        let little: [UInt8] = [73, 73, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0]
        for exif in [
            big + [0, orientation.value, 0, 0, 0, 0, 0, 0],
            little + [orientation.value, 0, 0, 0, 0, 0, 0, 0],
        ] {
            for file in [try Self.jpeg(exif), try Self.png(exif, first: true)] {
                let image = try PixelImage(decoding: file)
                #expect(Self.fields(image) == orientation.shown)
                // What ingestion notes is what is shown.
                let details = try MediaProbe(file).details
                #expect(details == Medium.Details(width: image.width, height: image.height))
            }
        }
        let last = try Self.png(big + [0, orientation.value, 0, 0, 0, 0, 0, 0], first: false)
        #expect(Self.fields(try PixelImage(decoding: last)) == orientation.shown)
    }

    /// Exif that is damaged or odd, and whether Pillow turns the picture all the same.
    static let oddities: [(name: String, exif: [UInt8], isTurned: Bool)] = [
        ("not TIFF", Array("garbage!".utf8), false),
        ("empty", [], false),
        ("cut in the header", [77, 77, 0, 42, 0, 0], false),
        ("as a byte", directory(1, [1, 0x12, 0, 1, 0, 0, 0, 1, 6, 0, 0, 0]), false),
        ("as 32 bits", directory(1, [1, 0x12, 0, 4, 0, 0, 0, 1, 0, 0, 0, 6]), true),
        ("two numbers", directory(1, [1, 0x12, 0, 3, 0, 0, 0, 2, 0, 6, 0, 5]), true),
        ("no number", directory(1, [1, 0x12, 0, 3, 0, 0, 0, 0, 0, 6, 0, 0]), false),
        (
            "after an entry that points outside",
            directory(
                2,
                [1, 0x0F, 0, 2, 0, 0, 0, 9, 0, 0, 255, 0] + [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
            ),
            false
        ),
        (
            "more entries than there are", directory(5, [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]),
            true
        ),
        (
            "twice, the last counts",
            directory(
                2,
                [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0] + [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0]
            ),
            false
        ),
        ("far away", [77, 77, 0, 42, 255, 255, 255, 255, 0, 1], false),
    ]

    @Test(arguments: oddities)
    func oddExifIsReadAsPillowDoes(
        _ odd: (name: String, exif: [UInt8], isTurned: Bool)
    ) throws {
        for file in [try Self.jpeg(odd.exif), try Self.png(odd.exif, first: true)] {
            let image = try PixelImage(decoding: file)
            #expect((image.width < image.height) == odd.isTurned, "\(odd.name)")
        }
    }

    /// Exif that is spread over two segments is read as one block.
    @Test func segmentsAreJoined() throws {
        let exif = Self.directory(1, [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0])
        var file = try Self.jpeg(Array(exif[15...]))
        file.insert(contentsOf: Self.segment(Array(exif[..<15])), at: 2)
        #expect(Self.fields(try PixelImage(decoding: file)) == "da/eb/fc")
    }

    // MARK: - Files

    /// A big-endian TIFF header and a directory.
    private static func directory(_ count: UInt8, _ entries: [UInt8]) -> [UInt8] {
        [77, 77, 0, 42, 0, 0, 0, 8, 0, count] + entries
    }

    private static let side = 16

    private static func picture() -> PixelImage {
        var pixels: [UInt8] = []
        for row in ["abc", "def"] {
            for _ in 0..<side {
                for field in row {
                    for _ in 0..<side { pixels += colours[field] ?? [] }
                }
            }
        }
        return PixelImage(width: 3 * side, height: 2 * side, pixels: pixels)
    }

    private static func jpeg(_ exif: [UInt8]) throws -> [UInt8] {
        let file = try picture().encodedJPEG(quality: 95)
        return Array(file[..<2]) + segment(exif) + file[2...]
    }

    private static func segment(_ exif: [UInt8]) -> [UInt8] {
        [0xFF, 0xE1, 0, UInt8(exif.count + 8)] + Array("Exif\0\0".utf8) + exif
    }

    /// With the chunk right after the header, or right before the end.
    private static func png(_ exif: [UInt8], first: Bool) throws -> [UInt8] {
        let file = try picture().encodedPNG()
        let body = Array("eXIf".utf8) + exif
        let crc = ~body.reduce(0xFFFF_FFFF as UInt32) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
                value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
            }
        }
        let chunk = bytes(UInt32(exif.count)) + body + bytes(crc)
        let place = first ? 33 : file.count - 12
        return Array(file[..<place]) + chunk + file[place...]
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    /// The letters of the fields, read in their middles.
    private static func fields(_ image: PixelImage) -> String {
        (0..<image.height / side).map { row in
            String(
                (0..<image.width / side).map { column -> Character in
                    let pixel = (row * side + side / 2) * image.width + column * side + side / 2
                    let found = image.pixels[pixel * 3..<pixel * 3 + 3]
                    return colours.first { _, colour in
                        zip(colour, found).allSatisfy { abs(Int($0) - Int($1)) < 40 }
                    }?.key ?? "?"
                }
            )
        }.joined(separator: "/")
    }
}
