import Domain
import Foundation
import TestSupport
import Testing

/// What the README shows is what the program prints.
@Suite(
    "The README's commands print what it shows",
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct ReadmeTests {
    /// A command of a `console` block, as one types it in the folder `suites`, and what follows it.
    struct Shown: CustomTestStringConvertible {
        let command: String
        let output: String

        var testDescription: String { command }
    }

    static let shown: [Shown] = {
        let path = RepositoryPaths.root + "/README.md"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        let blocks = text.components(separatedBy: "```console\n").dropFirst()
        return blocks.flatMap { rest in
            let block = rest.components(separatedBy: "\n```")[0]
            return block.components(separatedBy: "$ ").dropFirst().map { part in
                var lines = part.components(separatedBy: "\n")
                let end = lines.firstIndex { !$0.hasSuffix("\\") } ?? lines.endIndex - 1
                let command = lines[...end].joined(separator: "\n")
                lines.removeSubrange(...end)
                return Shown(
                    command: command,
                    output: lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
                )
            }
        }
    }()

    @Test func showsAModelOfEveryKind() {
        #expect(Self.shown.count >= 7)
    }

    @Test(arguments: shown)
    func printsWhatIsShown(_ shown: Shown) throws {
        let folder = NSTemporaryDirectory() + "/assay-readme-\(UUID().uuidString)"
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: folder) }
        for name in ["quickstart", "tables"] {
            try manager.createSymbolicLink(
                atPath: "\(folder)/\(name)",
                withDestinationPath: "\(RepositoryPaths.root)/suites/\(name)"
            )
        }
        // To sh -c, the first word behind the script is $0.
        let script = "assay() { \"$0\" \"$@\"; }\n" + shown.command
        let result = try Program.run([], in: folder, through: ["/bin/sh", "-c", script])
        #expect(result.status == 0, "\(result.errors)")
        let printed = result.output.trimmingCharacters(in: .newlines)
        if let expected = try? JSONValue(parsing: shown.output) {
            let found = try JSONValue(parsing: printed)
            #expect(found.isNear(expected), "\(printed)")
        } else {
            #expect(printed == shown.output)
        }
    }
}

extension JSONValue {
    /// Equal, but for what another processor's order of additions may change of a number.
    fileprivate func isNear(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array(let one), .array(let two)):
            one.count == two.count && zip(one, two).allSatisfy { $0.isNear($1) }
        case (.object(let one), .object(let two)):
            one.count == two.count
                && one.allSatisfy { key, value in two[key].map(value.isNear) ?? false }
        default:
            if let one = number, let two = other.number {
                abs(one - two) <= 1e-5 * max(1, abs(two))
            } else {
                self == other
            }
        }
    }
}
