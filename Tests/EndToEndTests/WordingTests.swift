import Domain
import Foundation
import GRDB
import Storage
import Testing

/// What the program says to people, held by golden files.
@Suite(
    "The built program's words",
    .serialized,
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct WordingTests {
    @Test func helpOfEveryCommand() throws {
        let folder = NSTemporaryDirectory()
        var text = ""
        var commands: [[String]] = [[]]
        while !commands.isEmpty {
            let command = commands.removeFirst()
            let result = try Program.run(command + ["--help"], in: folder)
            #expect(result.status == 0, "\(command) --help")
            #expect(result.errors.isEmpty)
            text += "$ \((["assay"] + command + ["--help"]).joined(separator: " "))\n"
            text += result.output + "\n"
            commands += Self.subcommands(result.output).map { command + [$0] }
        }
        for name in ["ingest", "run", "report", "score", "model verify"] {
            #expect(text.contains("$ assay \(name) --help"))
        }
        try expectSnapshot(text, "help.txt")
    }

    /// The names under SUBCOMMANDS, but the help's own.
    private static func subcommands(_ help: String) -> [String] {
        let parts = help.components(separatedBy: "SUBCOMMANDS:\n")
        guard parts.count == 2 else { return [] }
        return parts[1].split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { $0.hasPrefix("  ") }
            .filter { $0.dropFirst(2).first?.isWhitespace == false }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
            .filter { $0 != "help" }
    }

    @Test func mistakes() throws {
        let lab = try Laboratory(examples: 3)
        try lab.database("a.sqlite")
        try lab.write("rows.csv", "text,label\na,b\n")
        try lab.write("words.txt", "no database, only words, and more of them than one page has\n")
        try lab.write("damaged.sqlite", "SQLite format 3\0" + String(repeating: "x", count: 4_096))
        try DatabaseQueue(path: lab.folder + "/other.sqlite").write { db in
            try db.execute(sql: "PRAGMA application_id = 7; CREATE TABLE mine (a)")
        }
        try lab.database("newer.sqlite")
        try DatabaseQueue(path: lab.folder + "/newer.sqlite").write { db in
            try db.execute(sql: "PRAGMA user_version = 4711")
        }
        let suite = try String(contentsOfFile: lab.folder + "/suite.yaml", encoding: .utf8)
        let suites = [
            ("task", "text-classification", "text-clasification"),
            ("dataset", "dataset: texts", "dataset: text"),
            ("metric", "accuracy,", "acuracy,"),
            ("metric-option", "average: macro", "avrage: macro"),
            ("metric-value", "average: macro", "average: mocro"),
            ("metric-kind", "accuracy,", "word_error_rate,"),
            ("group", "fifth,", "fith,"),
            ("backend", "backend: command", "backend: comand"),
            ("program", "[sh, model.sh]", "[./no-such-program]"),
            ("key", "seed:", "sead:"),
            ("yaml", "tasks:", "tasks: ["),
        ]
        for (name, old, new) in suites {
            #expect(suite.contains(old))
            try lab.write("\(name).yaml", suite.replacing(old, with: new))
        }
        let commands =
            [
                "ingest cvs rows.csv --db a.sqlite",
                "ingest csv missing.csv --db a.sqlite",
                "ingest csv rows.csv -o txet=text --db a.sqlite",
                "datasets --db missing.sqlite",
                "datasets nothing --db a.sqlite",
                "datasets --db words.txt",
                "datasets --db damaged.sqlite",
                "datasets --db other.sqlite",
                "run suite.yaml --db other.sqlite",
                "run suite.yaml --db newer.sqlite",
                "run missing.yaml --db a.sqlite",
                "runs 9 --db a.sqlite",
                "score 9 --db a.sqlite",
                "report --db a.sqlite",
                "report --format xml --db a.sqlite",
                "run suite.yaml --limit 0 --db a.sqlite",
                "run suite.yaml --max-failure-rate 2 --db a.sqlite",
                "run suite.yaml --model prgram=x --db a.sqlite",
                "model inspect missing",
            ] + suites.map { "run \($0.0).yaml --db a.sqlite" }
        var text = ""
        for command in commands {
            let words = command.split(separator: " ").map(String.init)
            let before = try lab.bytes()
            let result = try Program.run(words, in: lab.folder)
            #expect(result.status != 0, "\(command)")
            #expect(try lab.bytes() == before, "\(command) wrote to a database that it refused")
            text += "$ assay \(command)\n" + result.output + result.errors
            text += "(exit status \(result.status))\n\n"
        }
        let real = URL(fileURLWithPath: lab.folder).resolvingSymlinksInPath().path
        text = text.replacing(real, with: "FOLDER").replacing(lab.folder, with: "FOLDER")
        try expectSnapshot(text, "mistakes.txt")
    }
}

extension Laboratory {
    /// The contents of the databases that are none of ours.
    fileprivate func bytes() throws -> [Data?] {
        ["words.txt", "damaged.sqlite", "other.sqlite", "newer.sqlite"].map {
            FileManager.default.contents(atPath: folder + "/" + $0)
        }
    }
}
