import Digests
package import Domain
import Foundation
import Media
import Storage

/// Reads the files that `assay predict` is given into requests, which carry their bytes.
package struct InputFiles: MediaSource {
    package init() {}

    /// Reads a picture or a recording.
    ///
    /// - Throws: ``PredictionFailure`` naming the file and what is wrong with it.
    package func medium(_ path: String, _ kind: Medium.Kind) throws -> Medium {
        let bytes = try bytes(path)
        let probe: MediaProbe
        do throws(MediaError) { probe = try MediaProbe(bytes) } catch {
            throw PredictionFailure("cannot use \(path): \(error)")
        }
        guard probe.kind == kind else {
            let wanted = kind == .image ? "not a PNG or JPEG picture" : "not a recording"
            throw PredictionFailure("cannot use \(path): \(wanted)")
        }
        return Medium(
            digest: SHA256Digest(of: bytes),
            kind: kind,
            mediaType: probe.mediaType,
            sizeBytes: bytes.count,
            details: probe.details,
            content: .bytes(bytes)
        )
    }

    /// A file's bytes.
    ///
    /// - Throws: ``PredictionFailure`` naming the file.
    package func bytes(_ path: String) throws -> [UInt8] {
        do { return [UInt8](try Data(contentsOf: URL(filePath: path))) } catch {
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            let reason =
                path.isEmpty
                ? "a file's name is expected, found nothing"
                : isThere && isFolder.boolValue
                    ? "it is a folder, where a file is expected" : error.localizedDescription
            throw PredictionFailure("cannot use \(path): cannot read \(path): \(reason)")
        }
    }

    /// What the inputs of a task of texts are, for help.
    package static let textInputs =
        "texts; @FILE stands for the lines of a file, - for those of standard input, @@ for an @"

    /// The texts that inputs stand for: each its own, but the lines of a file for `@FILE` and those of
    /// standard input for `-`; `@@` begins a text with an `@`.
    ///
    /// - Throws: ``PredictionFailure`` naming the file.
    package func texts(_ inputs: [String]) throws -> [String] {
        try inputs.flatMap { input in
            if input == "-" {
                return try lines(FileHandle.standardInput.readToEnd() ?? Data(), "standard input")
            }
            if input.hasPrefix("@@") { return [String(input.dropFirst())] }
            guard input.hasPrefix("@") else { return [input] }
            let path = String(input.dropFirst())
            return try lines(Data(bytes(path)), path)
        }
    }

    /// The lines of UTF-8 text; the end of the last line makes no further one.
    private func lines(_ data: Data, _ name: String) throws -> [String] {
        guard let text = String(validating: data, as: UTF8.self) else {
            throw PredictionFailure("cannot use \(name): it is not UTF-8 text")
        }
        var lines = text.split(
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "\n" || $0 == "\r\n" }
        )
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.map(String.init)
    }

    package func bytes(of medium: Medium) throws -> [UInt8] {
        guard case .bytes(let bytes) = medium.content else {
            throw PredictionFailure("the medium's bytes are not here")
        }
        return bytes
    }
}
