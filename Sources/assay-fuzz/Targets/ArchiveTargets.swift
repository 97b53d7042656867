import Domain
import Ingestion
import Media

extension FuzzTarget {
    static let tar = FuzzTarget(
        name: "tar",
        seeds: {
            let image = PixelImage(width: 4, height: 3, pixels: [UInt8](repeating: 7, count: 36))
            return [
                Tar.file([
                    ("000.png", try image.encodedPNG()), ("000.txt", Array("a caption".utf8)),
                    ("a/001.png", try image.encodedPNG()),
                    ("a/001.json", Array("{\"text\":\"b\"}".utf8)),
                ])
            ]
        },
        repair: { bytes in Tar.correctChecksums(&bytes) },
        read: { bytes in try ScratchFile.read(bytes, "shard.tar", as: WebDataset.self) }
    )

    static let idx = FuzzTarget(
        name: "idx",
        seeds: {
            let pixels = (0..<2 * 4 * 3).map { UInt8($0 * 9) }
            return [[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 3] + pixels]
        },
        read: { bytes in
            try ScratchFile.write([0, 0, 8, 1, 0, 0, 0, 2, 5, 6], "x-labels-idx1-ubyte")
            try ScratchFile.read(bytes, "x-images-idx3-ubyte", as: IDX.self)
        }
    )

    static let cifar = FuzzTarget(
        name: "cifar",
        seeds: { [Tar.file([("test_batch.bin", [UInt8](repeating: 3, count: 3073))])] },
        repair: { bytes in Tar.correctChecksums(&bytes) },
        read: { bytes in try ScratchFile.read(bytes, "cifar.tar", as: CIFAR.self) }
    )
}

/// Just enough of the tar format (POSIX ustar) to make seeds.
enum Tar {
    static func file(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        for member in members {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at offset: Int) {
                header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
            }
            put(member.name, at: 0)
            put("0000644", at: 100)
            put(octal(member.bytes.count, digits: 11), at: 124)
            put("0", at: 156)
            put("ustar\u{0}00", at: 257)
            file += header + member.bytes
            file += [UInt8](repeating: 0, count: (512 - member.bytes.count % 512) % 512)
        }
        file += [UInt8](repeating: 0, count: 1024)
        correctChecksums(&file)
        return file
    }

    /// Makes the checksum of every block that says `ustar` right.
    static func correctChecksums(_ file: inout [UInt8]) {
        for start in stride(from: 0, to: file.count - 511, by: 512) {
            guard file[start + 257..<start + 262].elementsEqual("ustar".utf8) else { continue }
            file.replaceSubrange(start + 148..<start + 156, with: [UInt8](repeating: 32, count: 8))
            let sum = file[start..<start + 512].reduce(0) { $0 + Int($1) }
            file.replaceSubrange(
                start + 148..<start + 155,
                with: Array((octal(sum, digits: 6) + "\u{0}").utf8)
            )
        }
    }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
