import Glibc
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

    static var media: String { root + "/Tests/Fixtures/media" }

    /// Recorded expectations of the reference implementations; nil where they are absent.
    static let oracle: String? = {
        let shared = getenv("ASSAY_SHARED").map { String(cString: $0) } ?? root + "/../shared"
        let folder = shared + "/oracle/checkpoints"
        return access(folder, F_OK) == 0 ? folder : nil
    }()

    static func bytes(_ name: String) throws -> [UInt8] {
        try FileBytes.read(media + "/" + name)
    }

    /// The files of a folder with an ending, sorted.
    static func files(in folder: String, endings: [String]) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if endings.contains(where: name.hasSuffix) { names.append(name) }
        }
        return names.sorted()
    }
}
