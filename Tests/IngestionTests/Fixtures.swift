import Digests
import Domain
import Foundation
import Glibc
import Ingestion
import Media

/// Where test data lie.
enum Fixtures {
    /// The repository's root: the nearest folder above this file with a manifest.
    static let root: String = {
        var folder = #filePath
        while let slash = folder.lastIndex(of: "/") {
            folder = String(folder[..<slash])
            if access(folder + "/Package.swift", F_OK) == 0 { return folder }
        }
        return "."
    }()

    static var ingestion: String { root + "/Tests/Fixtures/ingestion" }

    /// Real public corpora, which are not in the repository; nil where they are absent.
    static let data: String? = {
        let shared = getenv("ASSAY_SHARED").map { String(cString: $0) } ?? root + "/../shared"
        return access(shared + "/data", F_OK) == 0 ? shared + "/data" : nil
    }()

    static func text(_ path: String) -> String? {
        (try? FileBytes.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A folder for one test, removed with everything in it at the end.
final class TemporaryFolder {
    let path: String

    init() throws {
        let parent = FileManager.default.temporaryDirectory.path
        var template = Array("\(parent)/assay-ingestion-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Failure(reason: "no temporary folder") }
        path = String(cString: made)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    struct Failure: Error { let reason: String }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let target = path + "/" + name
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o755)
        }
        guard let file = fopen(target, "wb") else { throw Failure(reason: target) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw Failure(reason: target)
        }
        return target
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, Array(text.utf8))
    }
}

/// What reading a source gave.
struct Reading {
    var examples: [Example] = []
    var errors: [IngestionError] = []
    /// Both in order, one a line, as the expectations are written.
    var lines: [String] = []

    init(
        _ format: any DatasetFormat.Type,
        _ path: String,
        _ options: IngestionOptions = IngestionOptions()
    ) throws {
        try format.read(SourceLocation(path: path), options: options) { result in
            switch result {
            case .success(let example):
                examples.append(example)
                lines.append(Self.line(example))
            case .failure(let error):
                errors.append(error)
                lines.append("! \(error)")
            }
        }
    }

    private static func line(_ example: Example) -> String {
        var members: [String: JSONValue] = [
            "key": .string(example.key), "split": .string(example.split),
            "attributes": .object(example.attributes.mapValues(JSONValue.string)),
        ]
        members["text"] = example.text.map(JSONValue.string)
        members["target"] = example.target.map {
            .array([.string($0.kind.rawValue), .string($0.stored)])
        }
        if let medium = example.medium {
            var parts: [JSONValue] = [
                .string(medium.mediaType), .string(medium.digest.short.description),
            ]
            parts += [medium.details.width, medium.details.height].compactMap {
                $0.map(JSONValue.integer)
            }
            parts += medium.details.durationSeconds.map { [.number($0)] } ?? []
            // A table is shown; other media are known by their digest.
            if medium.kind == .table, case .bytes(let bytes) = medium.content {
                parts.append(.string(String(decoding: bytes, as: UTF8.self)))
            }
            members["medium"] = .array(parts)
        }
        return JSONValue.object(members).text
    }
}
