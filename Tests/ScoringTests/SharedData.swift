import Foundation

/// Real data that is not in the repository: the folder that `ASSAY_SHARED` names, or else `shared`
/// beside the repository.
enum SharedData {
    static let root: URL? = {
        if let path = ProcessInfo.processInfo.environment["ASSAY_SHARED"] {
            return URL(filePath: path, directoryHint: .isDirectory)
        }
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let manifest = folder.appending(path: "Package.swift")
            if FileManager.default.fileExists(atPath: manifest.path) {
                return folder.deletingLastPathComponent().appending(path: "shared")
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    static func has(_ path: String) -> Bool {
        root.map { FileManager.default.fileExists(atPath: $0.appending(path: path).path) } ?? false
    }

    /// The lines of a UTF-8 file, without the empty one at the end.
    static func lines(_ path: String) throws -> [String] {
        guard let root else { return [] }
        let data = try Data(contentsOf: root.appending(path: path))
        var lines = String(decoding: data, as: UTF8.self).components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
