import Domain
import Foundation
import TestSupport
import Testing

@testable import Evaluation

/// The suites that come with Assay: every name in them is known, whether their data are there or not.
@Suite("Suites name what there is")
struct SuiteFileTests {
    private static let folder = RepositoryPaths.root + "/suites"

    static let names: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter { name in
            FileManager.default.fileExists(atPath: "\(folder)/\(name)/\(name).yaml")
        }
    }()

    @Test(arguments: names)
    func everyNameIsKnown(_ name: String) throws {
        let suite = try SuiteReader.read(Self.folder + "/" + name)
        #expect(suite.name == name)
        // Tasks, their options, metrics, formats and theirs are looked up here.
        for task in suite.tasks {
            _ = try NamedTask(
                task,
                seed: suite.seed,
                textScorers: suite.textScorers.map(\.name)
            )
        }
        for model in suite.models {
            let backend = try backendCatalog(model.backend)
            try model.settings.refuseUnknown(backend.settings.map(\.name), kind: "setting")
        }
    }

    /// Suites of the starter models, over data that comes with the project, a package or a recipe.
    private static let own: Set = [
        "quickstart", "fashion-mnist", "robustness", "made-up-tables", "held-out-text",
    ]

    @Test(arguments: names.filter { !own.contains($0) })
    func benchmarksSayWhereTheyAreFrom(_ name: String) throws {
        let about = try SuiteReader.read(Self.folder + "/" + name).about
        for text in [about.description, about.license, about.citation, about.obtain] {
            #expect(text?.isEmpty == false)
        }
        #expect(about.source?.hasPrefix("https://") == true)
    }

    @Test func theSuitesAreFound() { #expect(Self.names.count > 10) }

    /// Suites beside a folder's own, such as one over recorded answers.
    static let others: [String] = names.flatMap { name in
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? []
        return files.filter { $0.hasSuffix(".yaml") && $0 != "\(name).yaml" }.sorted()
            .map { "\(name)/\($0)" }
    }

    @Test func everyNameOfTheOthersIsKnown() throws {
        #expect(Self.others.contains("bbq/recorded.yaml"))
        for file in Self.others {
            let suite = try SuiteReader.read(Self.folder + "/" + file)
            #expect(suite.about.citation != nil && suite.about.obtain != nil)
            for task in suite.tasks {
                _ = try NamedTask(
                    task,
                    seed: suite.seed,
                    textScorers: suite.textScorers.map(\.name)
                )
            }
        }
    }

    @Test func settingsOfTextScorersAreKnown() throws {
        let scorers = try Self.names.flatMap {
            try SuiteReader.read(Self.folder + "/" + $0).textScorers
        }
        #expect(!scorers.isEmpty)
        for scorer in scorers {
            let type = try textScorerCatalog(scorer.kind)
            try scorer.settings.refuseUnknown(type.settings.map(\.name), kind: "setting")
        }
    }
}
