import Digests
import Domain
import Foundation
import GRDB
import Media

/// Fetches pictures, recordings and tables for the page, and keeps the page small.
///
/// Small files are shown as they are. Larger pictures become thumbnails, longer recordings their
/// first seconds; what fits even so in no way is left out with the reason in its place.
package struct MediaShelf: Sendable {
    /// The bytes of media that one task may put on the page.
    package let bytesPerTask: Int

    /// Larger files are not read: decoding them would take more memory than a report may.
    private static let largestFile = 48 << 20
    private static let mostPixels = 24_000_000
    private static let mostSamples = 16_000_000.0
    private static let thumbnailSide = 320
    private static let longestSoundSeconds = 20.0
    /// What every browser shows; other types are decoded and written anew.
    private static let plainPictures: Set = ["image/png", "image/jpeg"]
    private static let plainSounds: Set = ["audio/wav", "audio/x-wav", "audio/flac", "audio/mpeg"]

    /// - Parameters:
    ///   - tasks: How many tasks share the page.
    ///   - totalBytes: What they may take together, before base64 adds a third.
    package init(tasks: Int, totalBytes: Int = 2_600_000) {
        bytesPerTask = totalBytes / max(1, tasks)
    }

    /// The medium of that row id as it can be shown in at most so many bytes.
    ///
    /// Never throws for a medium that is missing, changed or broken: that is what is shown then.
    func show(_ db: Database, medium id: Int64, within bytes: Int) throws -> ShownMedium {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT sha256, kind, mediaType, sizeBytes, width, height, durationSeconds,
                    sampleRateHertz, channels, path
                FROM media WHERE id = ?
                """,
            arguments: [id]
        )
        guard let row else { return .omitted(reason: "the medium is not in the database") }
        let size: Int = row["sizeBytes"]
        guard size <= Self.largestFile else {
            return .omitted(reason: "too large to show: \(Numbers.size(bytes: size))")
        }
        let pixels = (row["width"] as Int? ?? 0).multipliedReportingOverflow(
            by: row["height"] as Int? ?? 0
        )
        let seconds = row["durationSeconds"] as Double? ?? 0
        let samples =
            seconds * Double(row["sampleRateHertz"] as Int? ?? 0)
            * Double(row["channels"] as Int? ?? 1)
        let kind = Medium.Kind(rawValue: row["kind"])
        if kind == .image, pixels.overflow || pixels.partialValue > Self.mostPixels {
            return .omitted(reason: "too many pixels to show")
        }
        if kind == .audio, samples > Self.mostSamples {
            return .omitted(reason: "too long to show: \(Numbers.duration(seconds: seconds))")
        }
        do {
            let file = try Self.bytes(db, id: id, row: row)
            let mediaType: String = row["mediaType"]
            switch kind {
            case .image: return try picture(file, mediaType: mediaType, within: bytes)
            case .audio:
                return try sound(file, mediaType: mediaType, seconds: seconds, within: bytes)
            case .table: return .table(try Table(storedBytes: file))
            case nil: return .omitted(reason: "of an unknown kind")
            }
        } catch let error as DatabaseError {
            throw error
        } catch {
            return .omitted(reason: "\(error)")
        }
    }

    /// The file, checked against its digest if it lies outside the database.
    private static func bytes(_ db: Database, id: Int64, row: Row) throws -> [UInt8] {
        let sql = "SELECT bytes FROM media WHERE id = ?"
        if let stored = try Data.fetchOne(db, sql: sql, arguments: [id]) { return [UInt8](stored) }
        guard let path = row["path"] as String? else { throw MediumProblem.missing }
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path)
        } catch {
            throw MediumProblem.unreadable(path: path)
        }
        let digest: String = row["sha256"]
        guard SHA256Digest(of: bytes).hexadecimal == digest else {
            throw MediumProblem.changed(path: path)
        }
        return bytes
    }

    private func picture(_ file: [UInt8], mediaType: String, within bytes: Int) throws
        -> ShownMedium
    {
        let image = try PixelImage(decoding: file)
        if file.count <= min(bytes, 24_000), Self.plainPictures.contains(mediaType) {
            let address = Self.address(file, mediaType: mediaType)
            return .picture(address: address, width: image.width, height: image.height)
        }
        var side = Self.thumbnailSide
        while side >= 32 {
            let small = image.thumbnail(longestSide: side)
            // Flat drawings are smaller as PNG and look better; photographs are smaller as JPEG.
            let png = try small.encodedPNG()
            let jpeg = try small.encodedJPEG(quality: 82)
            let best = png.count <= jpeg.count ? (png, "image/png") : (jpeg, "image/jpeg")
            if best.0.count <= bytes {
                let address = Self.address(best.0, mediaType: best.1)
                return .picture(address: address, width: image.width, height: image.height)
            }
            side /= 2
        }
        return .omitted(reason: "left out to keep the page small")
    }

    private func sound(
        _ file: [UInt8],
        mediaType: String,
        seconds: Double,
        within bytes: Int
    ) throws -> ShownMedium {
        let waveform = try Waveform(decoding: file)
        if file.count <= bytes, Self.plainSounds.contains(mediaType) {
            return .sound(
                address: Self.address(file, mediaType: mediaType),
                durationSeconds: seconds,
                cutAtSeconds: nil,
                envelope: waveform.envelope(parts: ShownMedium.envelopeParts)
            )
        }
        var length = Self.longestSoundSeconds
        while length >= 2 {
            let start = waveform.start(seconds: length)
            let encoded = try start.encoded(as: .oggVorbis)
            if encoded.count <= bytes {
                let whole = waveform.durationSeconds
                return .sound(
                    address: Self.address(encoded, mediaType: "audio/ogg"),
                    durationSeconds: whole,
                    cutAtSeconds: whole > length ? length : nil,
                    envelope: start.envelope(parts: ShownMedium.envelopeParts)
                )
            }
            length /= 2
        }
        return .omitted(reason: "left out to keep the page small")
    }

    private static func address(_ bytes: [UInt8], mediaType: String) -> String {
        "data:\(mediaType);base64,\(Data(bytes).base64EncodedString())"
    }
}

/// Why a medium's bytes cannot be had.
private enum MediumProblem: Error, CustomStringConvertible {
    case missing
    case unreadable(path: String)
    case changed(path: String)

    var description: String {
        switch self {
        case .missing: "its bytes are not in the database"
        case .unreadable(let path): "the file \(path) cannot be read"
        case .changed(let path): "the file \(path) is not what it was when it was ingested"
        }
    }
}

extension Waveform {
    /// The first seconds, all channels mixed into one.
    fileprivate func start(seconds: Double) -> Waveform {
        let length = channels.first?.count ?? 0
        let count = min(length, Int(seconds * Double(sampleRateHertz)))
        let share = 1 / Float(max(1, channels.count))
        let mono = (0..<count).map { index in
            channels.reduce(Float(0)) { $0 + $1[index] } * share
        }
        return Waveform(sampleRateHertz: sampleRateHertz, channels: [mono])
    }

    /// The largest magnitude in each of so many equal parts, over all channels; empty for no samples.
    fileprivate func envelope(parts: Int) -> [Float] {
        let length = channels.first?.count ?? 0
        guard length > 0 else { return [] }
        return (0..<min(parts, length)).map { part in
            let from = part * length / min(parts, length)
            let to = (part + 1) * length / min(parts, length)
            return channels.reduce(Float(0)) { largest, samples in
                samples[from..<to].reduce(largest) { max($0, abs($1)) }
            }
        }
    }
}
