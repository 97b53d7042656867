import Foundation

/// Where tests find the repository's own files and, where it is there, the shared data beside it.
package enum RepositoryPaths {
    /// The folder with Package.swift in it.
    package static let root: String = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/",
            !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        {
            folder = folder.deletingLastPathComponent()
        }
        return folder.path
    }()

    /// `Tests/Fixtures`.
    package static let fixtures = root + "/Tests/Fixtures"

    /// The shared data: `ASSAY_SHARED`, else the folder `shared` beside the repository; nil if there
    /// is none, in which case tests that need it are skipped.
    package static let shared: String? = {
        let environment = ProcessInfo.processInfo.environment["ASSAY_SHARED"]
        let folder = environment ?? URL(filePath: root).deletingLastPathComponent().path + "/shared"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    /// A folder of the reference implementation's recorded checkpoints; nil without shared data.
    package static func oracle(_ name: String) -> String? {
        shared.map { $0 + "/oracle/checkpoints/" + name }.flatMap {
            FileManager.default.fileExists(atPath: $0) ? $0 : nil
        }
    }
}
