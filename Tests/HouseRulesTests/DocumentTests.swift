import Foundation
import Testing

/// The documents' tables say what Package.swift says.
@Suite struct DocumentTests {
    private static let manifest = try? Manifest(Repository.text("Package.swift"))

    /// The names in the first column of the first table under a heading.
    private static func firstColumn(_ text: String, under heading: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0 == "## " + heading })
        else { return [] }
        let section = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
        return section.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.dropFirst()
            .flatMap { line in
                let cell = line.split(separator: "|", omittingEmptySubsequences: false)[1]
                return cell.matches(of: #/`([^`]+)`/#).map { String($0.output.1) }
            }
    }

    @Test func architectureTableNamesEveryModule() throws {
        let manifest = try #require(Self.manifest)
        let named = Self.firstColumn(try Repository.text("ARCHITECTURE.md"), under: "Modules")
        let modules = manifest.rows.filter { $0.kind != .tests }.map(\.name)
        #expect(Set(named) == Set(modules))
        #expect(named.count == Set(named).count)
        #expect(modules.count > 15)
    }

    @Test(.enabled(if: Repository.exists("README.md"), "there is no README.md yet"))
    func readmeNamesOnlyModules() throws {
        let manifest = try #require(Self.manifest)
        let named = Self.firstColumn(try Repository.text("README.md"), under: "Modules")
        let modules = Set(manifest.rows.filter { $0.kind != .tests }.map(\.name))
        #expect(named.count > 15, "README.md has no table of modules under '## Modules'")
        for name in named { #expect(modules.contains(name), "README.md names a module \(name)") }
    }

    /// The folders and files that the table of seams promises are there.
    @Test func seamsAreWhereTheTableSays() throws {
        let text = try Repository.text("ARCHITECTURE.md")
        let section = text.components(separatedBy: "\n## Seams").last ?? ""
        let folders = section.matches(of: #/`(Sources\/[A-Za-z\/]+)\/`/#).map {
            String($0.output.1)
        }
        #expect(folders.contains("Sources/Scoring/Metrics"))
        for folder in folders where Repository.exists(folder) {
            #expect(!Repository.swiftFiles(below: folder).isEmpty, "\(folder) is empty")
        }
    }
}
