import Digests
import Domain
import Foundation
import Storage
import Testing

@testable import Evaluation

/// Small shell scripts in the role of models.
///
/// `$id` is the request's id.
@Suite("Programs in the role of models")
struct CommandModelTests {
    private static let head = """
        #!/bin/sh
        answer() { printf '{"id": "%s", "output": [{"label": "even", "score": 1}]}\\n' "$id"; }
        while read -r line; do
            id=$(printf '%s' "$line" | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
            text=$(printf '%s' "$line" | sed 's/.*"text":"\\([^"]*\\)".*/\\1/')

        """

    /// Runs a script over four texts and returns the answers.
    private func answers(
        _ body: String,
        settings: String = "",
        count: Int = 4
    ) async throws -> [String] {
        let bench = try Workbench()
        try bench.addTexts(count)
        try bench.write("model.sh", Self.head + body + "\ndone\n")
        let summary = try await bench.run(
            bench.textSuite("backend: command, command: [sh, model.sh]\(settings)")
        )
        return try bench.answers(run: summary.runID)
    }

    private let good = #"[{"label":"even","score":1}]"#

    @Test func answersInOrder() async throws {
        #expect(try await answers("answer") == Array(repeating: good, count: 4))
    }

    @Test(arguments: [1, 3, 64]) func pipelinesWithoutDeadlock(depth: Int) async throws {
        let found = try await answers("answer", settings: ", pipeline: \(depth)", count: 50)
        #expect(found == Array(repeating: good, count: 50))
    }

    @Test(arguments: [
        ("exit 3", "the model ended with exit status 3 instead of answering"),
        ("kill -9 $$", "the model was ended by signal 9"),
        ("echo oops >&2; exit 1", "standard error: oops"),
        ("echo hello", "a line of its output is not valid JSON"),
        ("id=other; answer", "it answered with the id \"other\", expected \"r1\""),
        ("echo '{\"output\": []}'", "it answered with no id"),
        ("printf '{\"id\": \"%s\"}\\n' \"$id\"", "neither 'output' nor 'error'"),
        (
            "printf '{\"id\": \"%s\", \"error\": \"too hard\"}\\n' \"$id\"",
            "the model says: too hard"
        ),
        ("printf '{\"id\": \"%s\", \"output\": 7}\\n' \"$id\"", "not one of text-classification"),
        ("sleep 30", "no answer within 0.5 s"),
        ("exec <&-; sleep 30", "no answer within 0.5 s"),
        ("exec >&-; sleep 30", "closed its output"),
        ("head -c 5000 /dev/zero | tr '\\\\0' x; sleep 30", "longer than 1000 bytes"),
    ])
    func oneBadAnswerSpoilsNoOther(body: String, reason: String) async throws {
        let found = try await answers(
            "if [ \"$text\" = 'text 1' ]; then \(body); else answer; fi",
            settings: ", timeout: 0.5, max_output_bytes: 1000"
        )
        #expect(found.count == 4)
        #expect(found[1].hasPrefix("error: ") && found[1].contains(reason), "\(found[1])")
        #expect([found[0], found[2], found[3]] == [good, good, good])
    }

    @Test func theOthersInFlightAreAskedAgain() async throws {
        let found = try await answers(
            "if [ \"$text\" = 'text 5' ]; then exit 1; else answer; fi",
            settings: ", pipeline: 8",
            count: 20
        )
        #expect(found.filter { $0 == good }.count == 19)
        #expect(found[5].contains("exit status 1"))
    }

    @Test func aProgramThatNeverAnswersIsGivenUp() async throws {
        let bench = try Workbench()
        try bench.addTexts(50)
        try bench.write("model.sh", "#!/bin/sh\necho no such weights >&2\nexit 7\n")
        let suite = bench.textSuite("backend: command, command: [sh, model.sh]")
        let error = await #expect(throws: RunFailure.self) { try await bench.run(suite) }
        #expect(error?.reason is EvaluationError)
        #expect(error?.summary.total == 50 && error?.summary.processed == error?.summary.saved)
        #expect(error?.description.contains("given up after 4 failures in a row") == true)
        #expect(error?.description.contains("no such weights") == true)
    }

    @Test func changedFilesAreAnotherModel() throws {
        let bench = try Workbench()
        try bench.addTexts(1)
        try bench.write("weights.bin", "1")
        let folder = bench.folder + "/weights"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try bench.write("weights/layer", "1")
        let argument = bench.textSuite("backend: command, command: [sh, --w=weights.bin, weights]")
        let listed = bench.textSuite("backend: command, command: [sh], files: [weights]")
        func digests() throws -> [SHA256Digest] {
            try [argument, listed].map { try bench.resolve($0).tasks[0].model.identity.digest }
        }
        let before = try digests()
        try bench.write("weights/layer", "2")
        let inside = try digests()
        // What stands in a folder counts where it is listed; the program may write to others.
        #expect(inside[0] == before[0] && inside[1] != before[1])
        try bench.write("weights.bin", "2")
        let changed = try digests()
        #expect(changed[0] != before[0] && changed[1] == inside[1])
        let missing = bench.textSuite("backend: command, command: [sh], files: [wieghts]")
        let error = #expect(throws: EvaluationError.self) { try bench.resolve(missing) }
        #expect(error?.description.contains("'wieghts' of the command's 'files'") == true)
    }

    @Test func aChangedScriptIsAnotherModel() throws {
        let bench = try Workbench()
        try bench.addTexts(1)
        let list = bench.textSuite("backend: command, command: [sh, model.sh]")
        let line = bench.textSuite("backend: command, command: 'sh model.sh'")
        try bench.write("model.sh", "exit 1")
        let before = try [list, line].map { try bench.resolve($0).tasks[0].model.identity.digest }
        #expect(try bench.resolve(list).tasks[0].model.identity.digest == before[0])
        try bench.write("model.sh", "exit 2")
        let after = try [list, line].map { try bench.resolve($0).tasks[0].model.identity.digest }
        #expect(before[0] != after[0] && before[1] != after[1])
    }

    @Test func mediaArePassedAsFilesAndRemoved() async throws {
        let bench = try Workbench()
        let table = Table(header: ["a"], rows: [["7"]])
        try bench.add(
            "tables",
            .table,
            [
                Example(
                    key: "q",
                    text: "which?",
                    medium: table.medium,
                    target: .answers([Target.Answer("7")])
                )
            ]
        )
        try bench.write(
            "model.sh",
            """
            #!/bin/sh
            while read -r line; do
                path=$(printf '%s' "$line" | sed 's/.*"table":"\\([^"]*\\)".*/\\1/')
                cp "$path" seen.json && printf '%s' "$path" > path.txt
                echo '{"id": "r0", "output": {"answer": "7", "cells": ["7"]}}'
            done
            """
        )
        let summary = try await bench.run(
            """
            name: tables
            tasks: [{ task: table-question-answering, dataset: tables, metrics: [denotation_accuracy] }]
            models: [{ name: m, backend: command, command: [sh, model.sh] }]
            """
        )
        #expect(summary.failed == 0)
        #expect(try bench.figures(run: summary.runID)["denotation_accuracy"]?.value == 1)
        let seen = try #require(FileManager.default.contents(atPath: bench.folder + "/seen.json"))
        #expect(try Table(storedBytes: Array(seen)) == table)
        let path = try String(contentsOfFile: bench.folder + "/path.txt", encoding: .utf8)
        #expect(path.hasSuffix("\(table.medium.digest.hexadecimal).json"))
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
