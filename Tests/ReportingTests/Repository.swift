import Foundation

/// Files of the repository that the tests read.
enum Repository {
    /// The folder that holds Package.swift.
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/",
            !FileManager.default.fileExists(
                atPath: folder.appendingPathComponent("Package.swift").path
            )
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// The text of a file, by its path from the root.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Every migration's SQL, in the order of the files' names.
    static func schema() throws -> [String] {
        let folder = root.appendingPathComponent("db/migrations")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasSuffix(".sql") }.sorted().map {
            try text("db/migrations/\($0)")
        }
    }
}
