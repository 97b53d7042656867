import Digests
import Domain
import Foundation

/// Hands media to other programs as files: written for a batch of requests, removed after it.
final class MediaFiles {
    private let source: any MediaSource
    private var folder: String?
    private var written: [String: String] = [:]

    init(_ source: any MediaSource) {
        self.source = source
    }

    /// The absolute path of a file with the medium's bytes, named by their digest.
    ///
    /// A referenced file is given as it is, once its digest was checked.
    func path(of medium: Medium) throws -> String {
        let digest = medium.digest.hexadecimal
        if let path = written[digest] { return path }
        let bytes = try source.bytes(of: medium)
        if case .file(let path) = medium.content {
            written[digest] = path
            return path
        }
        let path = try makeFolder() + "/" + digest + "." + Self.fileExtension(medium)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        written[digest] = path
        return path
    }

    /// Removes the files.
    func remove() {
        written = [:]
        guard let folder else { return }
        try? FileManager.default.removeItem(atPath: folder)
        self.folder = nil
    }

    private func makeFolder() throws -> String {
        if let folder { return folder }
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-media-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        folder = path
        return path
    }

    private static func fileExtension(_ medium: Medium) -> String {
        switch medium.mediaType {
        case "image/png": "png"
        case "image/jpeg": "jpg"
        case "image/gif": "gif"
        case "image/webp": "webp"
        case "audio/flac", "audio/x-flac": "flac"
        case "audio/wav", "audio/x-wav", "audio/vnd.wave": "wav"
        case "audio/ogg": "ogg"
        case "audio/mpeg": "mp3"
        case "application/json": "json"
        default:
            String(medium.mediaType.split(separator: "/").last ?? "bin")
                .filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }
}
