import Foundation
import Testing

/// Every import is one that the target's row in Package.swift names.
///
/// SwiftPM lets a target import a module of the package that it does not declare, as long as that
/// was built before, so only this holds the module map.
@Suite struct ImportTests {
    private static let manifest = try? Manifest(Repository.text("Package.swift"))
    /// Modules of the toolchain that any target may use.
    private static let toolchain: Set<String> = [
        "Foundation", "Dispatch", "Glibc", "Darwin", "Synchronization",
    ]
    private static let testing: Set<String> = ["Testing"]

    @Test func manifestIsRead() throws {
        let manifest = try #require(Self.manifest)
        // A few rows of each kind, spelt out: a reader that finds nothing must not pass.
        #expect(manifest.row("COpenBLAS")?.kind == .system)
        #expect(manifest.row("CKernels")?.kind == .kernels)
        #expect(manifest.row("Scoring")?.imports == ["Domain"])
        #expect(manifest.row("Digests")?.imports == ["Crypto"])
        #expect(manifest.row("Kernels")?.imports.contains("COpenBLAS") == true)
        #expect(manifest.row("Storage")?.imports == ["Digests", "Domain", "GRDB", "GRDBSQLite"])
        #expect(manifest.row("assay")?.kind == .executable)
        #expect(
            manifest.row("assay")?.imports.isSuperset(of: ["Architectures", "ArgumentParser"])
                == true
        )
        #expect(
            manifest.row("ScoringTests")?.imports.isSuperset(of: ["Scoring", "TestSupport"]) == true
        )
        #expect(manifest.row("TestSupport")?.folder == "Tests/TestSupport")
        #expect(manifest.rows.count >= 30)
        for row in manifest.rows { #expect(Repository.exists(row.folder), "\(row.name)") }
    }

    @Test func everyImportIsDeclared() throws {
        let manifest = try #require(Self.manifest)
        var seen = 0
        for row in manifest.rows where row.kind != .system && row.kind != .kernels {
            let isTest = row.kind == .tests
            // The module of the target assay-fuzz is called assay_fuzz.
            let modules = row.imports.map { $0.replacing("-", with: "_") }
            let allowed = Set(modules).union(Self.toolchain).union(isTest ? Self.testing : [])
            for file in Repository.swiftFiles(below: row.folder) {
                for module in Self.imports(try Repository.text(file)) {
                    seen += 1
                    #expect(
                        allowed.contains(module),
                        "\(file) imports \(module), which the row of \(row.name) does not name"
                    )
                }
            }
        }
        #expect(seen > 50)
    }

    @Test func everyCModuleIsImportedByOneTarget() throws {
        let manifest = try #require(Self.manifest)
        for system in manifest.rows where system.kind == .system {
            let users = manifest.rows.filter { $0.imports.contains(system.name) }.map(\.name)
            #expect(users.count == 1, "\(system.name) is imported by \(users)")
        }
    }

    @Test func rowsComeInDependencyOrder() throws {
        let manifest = try #require(Self.manifest)
        let ours = Set(manifest.rows.map(\.name))
        var before: Set<String> = []
        for row in manifest.rows {
            if row.kind != .tests {
                for module in row.imports.intersection(ours) {
                    #expect(before.contains(module), "\(row.name) stands above \(module)")
                }
            }
            before.insert(row.name)
        }
    }

    @Test func everySourceFolderHasARow() throws {
        let manifest = try #require(Self.manifest)
        let folders = Set(manifest.rows.map(\.folder))
        for parent in ["Sources", "Tests"] {
            let path = Repository.root.appending(path: parent).path
            for name in try FileManager.default.contentsOfDirectory(atPath: path)
            where !name.hasPrefix(".") && name != "Fixtures" {
                #expect(folders.contains("\(parent)/\(name)"), "\(parent)/\(name) has no row")
            }
        }
    }

    /// The modules that a source imports.
    private static func imports(_ text: String) -> [String] {
        Repository.code(text).compactMap { line in
            let pattern =
                #/^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?/#
            guard let prefix = line.prefixMatch(of: pattern) else { return nil }
            let rest = line[prefix.range.upperBound...]
            guard rest.hasPrefix("import ") else { return nil }
            let words = rest.split(separator: " ").dropFirst().map(String.init)
            let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
            let name =
                words.first.map { kinds.contains($0) } == true
                ? words.dropFirst().first : words.first
            return name.map { String($0.split(separator: ".")[0]) }
        }
    }

    @Test func importLinesAreUnderstood() {
        let text = """
            import Foundation
            package import Domain // why
            @testable import Scoring
            import struct Foundation.URL
            @preconcurrency public import GRDB
            // import Nothing
            let a = "import Nothing"
            func imports() {}
            """
        #expect(Self.imports(text) == ["Foundation", "Domain", "Scoring", "Foundation", "GRDB"])
    }
}
