import Domain
import Foundation
import TestSupport
import Testing

@testable import Evaluation

/// The suites that come with Assay: every name in them is known, whether their data are there or not.
@Suite("Suites name what there is")
struct SuiteFileTests {
    static let names = ((try? FileManager.default.contentsOfDirectory(
        atPath: RepositoryPaths.root + "/suites"
    )) ?? []).filter { name in
        let file = RepositoryPaths.root + "/suites/\(name)/\(name).yaml"
        return FileManager.default.fileExists(atPath: file)
    }.sorted()

    @Test(arguments: names)
    func everyNameIsKnown(_ name: String) throws {
        let suite = try SuiteReader.read(RepositoryPaths.root + "/suites/" + name)
        #expect(suite.name == name)
        // Tasks, their options, metrics, formats and theirs are looked up here.
        for task in suite.tasks { _ = try NamedTask(task) }
        for model in suite.models {
            let backend = try backendCatalog(model.backend)
            try model.settings.refuseUnknown(backend.settings.map(\.name), kind: "setting")
        }
    }

    @Test(arguments: names.filter { !["quickstart", "fashion-mnist"].contains($0) })
    func benchmarksSayWhereTheyAreFrom(_ name: String) throws {
        let about = try SuiteReader.read(RepositoryPaths.root + "/suites/" + name).about
        for text in [about.description, about.license, about.citation, about.obtain] {
            #expect(text?.isEmpty == false)
        }
        #expect(about.source?.hasPrefix("https://") == true)
    }

    @Test func theSuitesAreFound() { #expect(Self.names.count > 10) }
}
