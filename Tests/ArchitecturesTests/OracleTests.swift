import Architectures
import Foundation
import Inference
import TestSupport
import Testing

/// The recorded calls of the shared oracle, whose checkpoints another script made.
@Suite(.enabled(if: RepositoryPaths.oracle("vit-a") != nil, "the shared oracle is not here"))
struct OracleTests {
    /// Every folder that names an architecture of the catalog and one of its classes.
    static let folders: [String] = {
        guard let parent = RepositoryPaths.oracle("") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.sorted().filter {
            (try? NativeModel.family(folder: parent + $0, catalog: modelCatalog)) != nil
        }
    }()

    @Test(arguments: folders)
    func everyRecordedTensorAgrees(_ name: String) throws {
        let folder = try #require(RepositoryPaths.oracle(name))
        let verification = try Verification(folder: folder, catalog: modelCatalog, threads: 2)
        #expect(!verification.lines.isEmpty)
        // TAPAS's logits are around -10,000, where neighbouring floats are 5e-4 apart.
        let first = verification.firstBeyond(name.hasPrefix("tapas") ? 1e-3 : 1e-4)
        #expect(first == nil, "\(String(describing: first))")
    }

    @Test func noArchitectureIsLeftOut() {
        #expect(Self.folders.contains("vit-a"))
        for name in ["bert_cls-a", "bert_mlm-a", "distilbert-a", "roberta-a"] {
            #expect(Self.folders.contains(name))
        }
    }
}
