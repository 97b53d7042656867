import Architectures
import Inference
import TestSupport
import Testing

/// The recorded calls of the shared oracle, which other seeds of the same script made.
@Suite(.enabled(if: RepositoryPaths.oracle("vit-a") != nil, "the shared oracle is not here"))
struct OracleTests {
    @Test func everyRecordedTensorAgrees() throws {
        let folder = try #require(RepositoryPaths.oracle("vit-a"))
        let verification = try Verification(folder: folder, catalog: modelCatalog, threads: 2)
        #expect(verification.lines.count == 7)
        let first = verification.firstBeyond(1e-5)
        #expect(first == nil, "\(String(describing: first))")
    }
}
