import Domain
import Foundation
import GRDB
import Media
import Testing

@testable import Reporting

struct MediaShelfTests {
    private static func show(
        kind: Medium.Kind,
        mediaType: String,
        bytes: [UInt8],
        details: Medium.Details = Medium.Details(),
        within limit: Int = 200_000
    ) throws -> ShownMedium {
        let database = try TestDatabase()
        return try database.queue.write { db in
            let id = try TestDatabase.addMedium(
                db,
                kind: kind,
                mediaType: mediaType,
                bytes: bytes,
                details: details
            )
            return try MediaShelf(tasks: 1).show(db, medium: id, within: limit)
        }
    }

    /// Noise, which no encoder makes small.
    private static func noise(_ width: Int, _ height: Int) -> PixelImage {
        var dice = Dice(seed: 5)
        let pixels = (0..<width * height * 3).map { _ in UInt8(dice.roll(256)) }
        return PixelImage(width: width, height: height, pixels: pixels)
    }

    private static func bytes(_ address: String, _ mediaType: String) throws -> [UInt8] {
        let head = "data:\(mediaType);base64,"
        #expect(address.hasPrefix(head))
        return [UInt8](try #require(Data(base64Encoded: String(address.dropFirst(head.count)))))
    }

    @Test func `Small pictures are shown as they are`() throws {
        let png = try Self.noise(20, 10).encodedPNG()
        guard
            case .picture(let address, 20, 10) = try Self.show(
                kind: .image,
                mediaType: "image/png",
                bytes: png
            )
        else {
            Issue.record("no picture")
            return
        }
        #expect(try Self.bytes(address, "image/png") == png)
    }

    @Test(arguments: [200_000, 30_000, 6000])
    func `Large pictures become thumbnails that fit`(limit: Int) throws {
        let shown = try Self.show(
            kind: .image,
            mediaType: "image/png",
            bytes: try Self.noise(800, 600).encodedPNG(),
            within: limit
        )
        guard case .picture(let address, 800, 600) = shown else {
            Issue.record("\(shown)")
            return
        }
        let file = try Self.bytes(address, "image/jpeg")
        #expect(file.count <= limit)
        #expect(try PixelImage(decoding: file).width <= 320)
    }

    @Test func `Long recordings are cut and their length is told`() throws {
        var dice = Dice(seed: 6)
        let samples = (0..<16_000 * 30).map { _ in Float(dice.roll() - 0.5) }
        let wav = try Waveform(sampleRateHertz: 16_000, channels: [samples, samples]).encoded(
            as: .wav
        )
        let shown = try Self.show(kind: .audio, mediaType: "audio/wav", bytes: wav)
        guard case .sound(let address, let seconds, let cut, let envelope) = shown else {
            Issue.record("\(shown)")
            return
        }
        #expect(seconds == 30)
        #expect(envelope.count == ShownMedium.envelopeParts)
        #expect(envelope.allSatisfy { $0 > 0.4 && $0 <= 0.51 })
        #expect(try #require(cut) <= 20)
        let file = try Self.bytes(address, "audio/ogg")
        #expect(file.count <= 200_000)
        #expect(try Waveform(decoding: file).channels.count == 1)
    }

    @Test func `What cannot be shown is left out with the reason`() throws {
        func reason(_ shown: ShownMedium) -> String {
            if case .omitted(let reason) = shown { reason } else { "\(shown)" }
        }
        let broken = Array("no picture".utf8)
        #expect(
            reason(try Self.show(kind: .image, mediaType: "image/png", bytes: broken)).count > 10
        )
        let huge = Medium.Details(width: 40_000, height: 40_000)
        #expect(
            reason(
                try Self.show(kind: .image, mediaType: "image/png", bytes: broken, details: huge)
            )
                == "too many pixels to show"
        )
        #expect(
            reason(
                try Self.show(
                    kind: .image,
                    mediaType: "image/png",
                    bytes: try Self.noise(300, 300).encodedPNG(),
                    within: 100
                )
            ) == "left out to keep the page small"
        )
        let long = Medium.Details(durationSeconds: 40_000, sampleRateHertz: 48_000, channels: 2)
        #expect(
            reason(
                try Self.show(kind: .audio, mediaType: "audio/wav", bytes: broken, details: long)
            )
            .hasPrefix("too long to show")
        )
    }

    @Test func `A referenced file that has changed is not shown`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-shelf-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("picture.png")
        let png = try Self.noise(8, 8).encodedPNG()
        let database = try TestDatabase()
        try Data(png).write(to: file)
        let id = try database.queue.write { db in
            let id = try TestDatabase.addMedium(
                db,
                kind: .image,
                mediaType: "image/png",
                bytes: png,
                details: Medium.Details(width: 8, height: 8)
            )
            let path = StatementArguments([file.path])
            try db.execute(sql: "UPDATE media SET bytes = NULL, path = ?", arguments: path)
            return id
        }
        func show() throws -> ShownMedium {
            try database.queue.read {
                try MediaShelf(tasks: 1).show($0, medium: id, within: 9000)
            }
        }
        if case .picture = try show() {} else { Issue.record("the file was not shown") }
        try Data(try Self.noise(9, 9).encodedPNG()).write(to: file)
        #expect(
            try show()
                == .omitted(reason: "the file \(file.path) is not what it was when it was ingested")
        )
        try FileManager.default.removeItem(at: file)
        #expect(try show() == .omitted(reason: "the file \(file.path) cannot be read"))
    }

    @Test func `Selected cells are shown however far down they are`() {
        let table = Table(header: ["a", "b"], rows: (0..<50).map { ["r\($0)", "<\($0)>"] })
        let html = MediumView.render(.table(table), name: "t", selected: [[40, 1], [99, 0], [1]])
        #expect(html.text.contains("<mark><bdi>&lt;40&gt;</bdi></mark>"))
        #expect(html.text.contains("39 more rows"))
        #expect(!html.text.contains("r41"))
    }
}
