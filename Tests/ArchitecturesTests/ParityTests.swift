import Architectures
import Checkpoints
import Domain
import Foundation
import Inference
import Media
import Preprocessing
import Tensors
import TestSupport
import Testing

/// Every architecture of the catalog against what the reference implementation recorded.
struct ParityTests {
    /// Every variant of every model type's fixture folder; one without variants is there to be missed.
    static let folders: [String] = modelCatalog.entries.flatMap { $0.modelTypes }.flatMap { type in
        let folder = RepositoryPaths.fixtures + "/models/" + type
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let variants = names.filter {
            FileManager.default.fileExists(atPath: folder + "/" + $0 + "/config.json")
        }
        return variants.isEmpty ? [folder] : variants.sorted().map { folder + "/" + $0 }
    }

    @Test(arguments: folders)
    func everyRecordedTensorAgrees(_ folder: String) throws {
        try #require(
            FileManager.default.fileExists(atPath: folder + "/config.json"),
            "no fixture in \(folder)"
        )
        for threads in [1, 2] {
            let verification = try Verification(
                folder: folder,
                catalog: modelCatalog,
                threads: threads
            )
            #expect(verification.lines.count >= 2)
            let first = verification.firstBeyond(1e-5)
            #expect(first == nil, "\(String(describing: first))")
        }
    }

    @Test func everyEntryHasFixtures() {
        #expect(!modelCatalog.entries.isEmpty)
        for entry in modelCatalog.entries {
            #expect(!entry.classNames.isEmpty)
            for type in entry.modelTypes {
                let manifest = RepositoryPaths.fixtures + "/models/\(type)/MANIFEST.json"
                #expect(FileManager.default.fileExists(atPath: manifest), "no fixtures for \(type)")
            }
        }
    }
}
