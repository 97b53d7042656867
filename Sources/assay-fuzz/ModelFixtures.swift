import Architectures
import Domain
import Foundation

/// The tiny checkpoints of the repository, one or more for each architecture.
enum ModelFixtures {
    /// Every folder with recorded calls, of every `model_type` of the catalog, sorted.
    static let folders: [String] = {
        modelCatalog.names.sorted().flatMap { type in
            let parent = models + "/" + type
            let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
            return names.sorted().map { parent + "/" + $0 }.filter {
                FileManager.default.fileExists(atPath: $0 + "/io.json")
            }
        }
    }()

    /// Lays what a folder has beside `config.json` into a scratch folder, once.
    ///
    /// - Returns: The scratch folder's name.
    static func lay(_ index: Int) throws -> String {
        let name = "model-\(index)"
        let target = ScratchFile.path(name)
        if FileManager.default.fileExists(atPath: target) { return name }
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(atPath: folders[index])
        where file != "config.json" {
            try FileManager.default.createSymbolicLink(
                atPath: target + "/" + file,
                withDestinationPath: folders[index] + "/" + file
            )
        }
        return name
    }

    private static let models: String = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/",
            !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        {
            folder = folder.deletingLastPathComponent()
        }
        return folder.path + "/Tests/Fixtures/models"
    }()
}
