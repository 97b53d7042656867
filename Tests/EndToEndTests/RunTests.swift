import Domain
import Foundation
import GRDB
import Testing

@Suite(
    "The built program runs suites",
    .serialized,
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct RunTests {
    /// Seeded, so that a failure can be looked into.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    @Test func killedAtManyPointsItEndsAsIfItHadNotBeen() throws {
        let lab = try Laboratory(examples: 4_000)
        try lab.database("whole.sqlite")
        let begun = ContinuousClock.now
        let whole = try lab.run("whole.sqlite", "--max-failure-rate", "0.5")
        let duration = (ContinuousClock.now - begun) / .seconds(1)
        #expect(whole.status == 0, "\(whole.errors)")
        let expected = try lab.contents("whole.sqlite")
        #expect(expected.count > 4 * 4_000)

        var dice = Dice(state: 20_260)
        var kills = 0
        var cutOff = 0
        var round = 0
        while kills < 25 {
            round += 1
            let database = "killed\(round).sqlite"
            try lab.database(database)
            while true {
                let before = try lab.answeredTexts(database)
                let logged = lab.asked().count
                let running = try lab.start(database, "--max-failure-rate", "0.5")
                let isLast = kills >= 25 || before.count == lab.examples
                if !isLast {
                    if kills.isMultiple(of: 2) {
                        // Anywhere, the start and the end included.
                        Thread.sleep(forTimeInterval: .random(in: 0...duration * 0.8, using: &dice))
                    } else {
                        // Amid the predictions, however slow or fast the machine is just now.
                        let left = lab.examples - before.count
                        let goal = logged + .random(in: 1...max(1, left * 3 / 4), using: &dice)
                        while running.isRunning, lab.asked().count < goal {
                            Thread.sleep(forTimeInterval: 0.002)
                        }
                    }
                    running.send(SIGKILL)
                    kills += 1
                }
                let result = running.finish()
                let repeated = lab.asked().dropFirst(logged).filter(before.contains)
                #expect(repeated.isEmpty, "asked again: \(repeated.prefix(3))")
                if isLast {
                    #expect(result.status == 0, "\(result.errors)")
                    break
                }
                let after = try lab.answeredTexts(database).count
                if after > 0, after < lab.examples { cutOff += 1 }
            }
            #expect(try lab.contents(database) == expected)
        }
        #expect(cutOff > 0, "no kill came between the first and the last prediction")
    }

    @Test func twoProcessesShareADatabase() throws {
        let lab = try Laboratory(examples: 400)
        try lab.database("alone.sqlite")
        #expect(try lab.run("alone.sqlite", "--max-failure-rate", "1").status == 0)
        try lab.database("shared.sqlite")
        let both = try (0..<2).map { _ in
            try lab.start("shared.sqlite", "--max-failure-rate", "1")
        }
        for running in both {
            let result = running.finish()
            #expect(result.status == 0, "\(result.errors)")
            #expect(!result.errors.contains("locked"))
        }
        #expect(try lab.contents("shared.sqlite") == lab.contents("alone.sqlite"))
    }

    @Test func failuresDecideTheExitStatus() throws {
        let lab = try Laboratory(examples: 200)
        try lab.database("a.sqlite")
        let strict = try lab.run("a.sqlite")
        #expect(strict.status == 1)
        #expect(strict.output.contains("400 saved of 400 examples"), "\(strict.output)")
        #expect(strict.output.contains("2 failed"))
        #expect(strict.errors.contains("2 examples of 400 failed (0.50 %, allowed 0.00 %)"))
        let asked = lab.asked().count
        let lenient = try lab.run("a.sqlite", "--max-failure-rate", "0.005")
        #expect(lenient.status == 0, "\(lenient.errors)")
        #expect(lenient.output.contains("nothing to do"))
        #expect(lab.asked().count == asked)
        let retried = try lab.run("a.sqlite", "--retry-failed")
        #expect(retried.status == 1)
        #expect(lab.asked().count == asked + 2)
    }

    @Test func anInterruptStopsCleanly() throws {
        let lab = try Laboratory(examples: 4_000)
        try lab.database("a.sqlite")
        let running = try lab.start("a.sqlite", "--max-failure-rate", "1")
        while lab.asked().count < 20 { Thread.sleep(forTimeInterval: 0.01) }
        running.send(SIGINT)
        let result = running.finish()
        #expect(result.status == 130, "\(result.output) \(result.errors)")
        #expect(result.output.contains("stopped on request"))
        // Every request that was asked is stored: the interrupt loses nothing.
        #expect(try lab.answeredTexts("a.sqlite").count == lab.asked().count)
        #expect(try lab.run("a.sqlite", "--max-failure-rate", "1").status == 0)
        #expect(lab.asked().count == 4_000)
    }

    @Test func aRunIsScoredAgainWithoutItsModel() throws {
        let lab = try Laboratory(examples: 300)
        try lab.database("a.sqlite")
        #expect(try lab.run("a.sqlite", "--max-failure-rate", "1").status == 0)
        let before = try lab.contents("a.sqlite")
        try lab.write("model.sh", "exit 1")
        let same = try Program.run(["score", "1", "--db", "a.sqlite"], in: lab.folder)
        #expect(same.status == 0, "\(same.errors)")
        #expect(try lab.contents("a.sqlite") == before)
        let added = try Program.run(
            ["score", "1", "--metric", "top_k_accuracy{\"k\": 1}", "--db", "a.sqlite"],
            in: lab.folder
        )
        #expect(added.status == 0 && added.output.contains("top_k_accuracy"), "\(added.errors)")
        let wrong = try Program.run(
            ["score", "1", "--metric", "word_error_rate", "--db", "a.sqlite"],
            in: lab.folder
        )
        #expect(wrong.status == 1 && wrong.errors.contains("no task that it can be computed for"))
    }

    @Test func figuresAreGivenToScripts() throws {
        let lab = try Laboratory(examples: 90)
        try lab.database("a.sqlite")
        let result = try lab.run("a.sqlite", "--json", "--max-failure-rate", "1")
        let value = try JSONValue(parsing: result.output.trimmingCharacters(in: .newlines))
        #expect(value["summary"]?["saved"] == .integer(180))
        let tasks = try #require(value["run"]?["tasks"]?.array)
        let figure = try #require(tasks[1]["metrics"]?.array?[0]["figures"]?.array?[0])
        // 15 of the 30 multiples of three are even; of the 60 others 30 are odd, one of which fails.
        #expect(figure["n"] == .integer(89) && figure["failures"] == .integer(1))
        #expect(figure["value"]?.number == 44.0 / 89.0)
        let runs = try Program.run(["runs", "--json", "--db", "a.sqlite"], in: lab.folder)
        #expect(try JSONValue(parsing: runs.output)[0]?["status"] == .string("finished"))
    }

    @Test func mistakesAreNamedWithTheirLine() throws {
        let lab = try Laboratory(examples: 1)
        try lab.database("a.sqlite")
        let suite = try String(contentsOfFile: lab.folder + "/suite.yaml", encoding: .utf8)
        try lab.write("suite.yaml", suite.replacing("accuracy,", with: "acuracy,"))
        let result = try lab.run("a.sqlite")
        #expect(result.status == 1)
        #expect(
            result.errors.contains(
                "suite.yaml, line 7: unknown metric 'acuracy'. Did you mean 'accuracy'?"
            ),
            "\(result.errors)"
        )
    }
}

extension JSONValue {
    fileprivate subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}
