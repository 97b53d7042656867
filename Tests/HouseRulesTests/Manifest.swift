import Foundation

/// Package.swift's rows, read as text: they are written so that this is easy.
struct Manifest {
    /// A target and what its row lets it import.
    struct Row {
        enum Kind {
            case system, kernels, library, executable, tests
        }

        let kind: Kind
        let name: String
        /// Ours, and the modules of the packages it depends on.
        let imports: Set<String>
        let folder: String
    }

    let rows: [Row]

    /// The modules that the products of other packages bring, by the word in the manifest.
    private static let products: [String: Set<String>] = [
        "grdb": ["GRDB"], "crypto": ["Crypto"], "yams": ["Yams"],
        "argumentParser": ["ArgumentParser"],
    ]

    /// Reads the rows of the `targets` list.
    init(_ text: String) {
        let start = text.range(of: "let targets: [Target] = [")?.upperBound ?? text.startIndex
        let end = text.range(of: "\nlet package = ")?.lowerBound ?? text.endIndex
        let list = text[start..<end].split(separator: "\n")
            .filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
            .joined(separator: "\n")
        rows = list.matches(
            of: #/(?:\.(target|executableTarget|testTarget)|\b(system|kernels|library|tests))\(/#
        ).compactMap { match in
            let body = Self.arguments(list[match.range.upperBound...])
            let word = String(match.output.1 ?? match.output.2 ?? "")
            return Self.row(word, String(body))
        }
    }

    func row(_ name: String) -> Row? { rows.first { $0.name == name } }

    private static func row(_ word: String, _ body: String) -> Row? {
        var strings = body.matches(of: #/"([^"]*)"/#).map { String($0.output.1) }
        guard !strings.isEmpty else { return nil }
        let name = strings.removeFirst()
        // Only the dependencies are names of modules.
        let list = body.firstMatch(of: #/(?:,|dependencies:)\s*\[([^\]]*)\]/#).map {
            String($0.output.1)
        }
        var imports = Set(
            (list ?? "").matches(of: #/"([^"]*)"/#).map { String($0.output.1) }
        )
        for match in body.matches(of: #/\.(\w+)/#) {
            imports.formUnion(products[String(match.output.1)] ?? [])
        }
        let path = body.firstMatch(of: #/path:\s*"([^"]*)"/#).map { String($0.output.1) }
        switch word {
        case "system": return Row(kind: .system, name: name, imports: [], folder: "Sources/" + name)
        case "kernels":
            return Row(kind: .kernels, name: name, imports: [], folder: "Sources/" + name)
        case "tests":
            let target = name + "Tests"
            return Row(
                kind: .tests,
                name: target,
                imports: imports.union([name, "TestSupport"]),
                folder: path ?? "Tests/" + target
            )
        case "testTarget":
            return Row(kind: .tests, name: name, imports: imports, folder: path ?? "Tests/" + name)
        case "executableTarget":
            return Row(
                kind: .executable,
                name: name,
                imports: imports,
                folder: path ?? "Sources/" + name
            )
        default:
            let folder = path ?? "Sources/" + name
            let kind: Row.Kind = folder.hasPrefix("Tests/") ? .tests : .library
            return Row(kind: kind, name: name, imports: imports, folder: folder)
        }
    }

    /// What stands between the opening bracket before `text` and its closing one.
    private static func arguments(_ text: Substring) -> Substring {
        var depth = 1
        for index in text.indices {
            switch text[index] {
            case "(": depth += 1
            case ")":
                depth -= 1
                if depth == 0 { return text[..<index] }
            default: break
            }
        }
        return text
    }
}
