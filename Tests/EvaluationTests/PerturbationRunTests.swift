import Digests
import Domain
import Foundation
import Media
import Perturbations
import Storage
import Synchronization
import Testing

@testable import Evaluation

@Suite("Tasks are asked again over perturbed examples")
struct PerturbationRunTests {
    /// Answers `even` to texts in small letters that end with an even digit, and counts.
    private static let script = """
        #!/bin/sh
        while IFS= read -r request; do
            echo "$request" >> asked
            label=odd
            case $request in *'text '*[02468]'"'*) label=even ;; esac
            id=${request#*'"id":"'}
            printf '{"id":"%s","output":[{"label":"%s","score":1}]}\\n' "${id%%'"'*}" "$label"
        done
        """

    private static func suite(_ perturbations: String) -> String {
        """
        name: test
        tasks:
          - task: text-classification
            dataset: texts
            metrics: [accuracy]
            group_by: [third]
            perturbations: \(perturbations)
        models:
          - { name: model, backend: command, command: [sh, model.sh] }
        """
    }

    private static func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.addTexts(30)
        try bench.write("model.sh", script)
        return bench
    }

    private static func asked(_ folder: String) -> Int {
        let data = FileManager.default.contents(atPath: folder + "/asked") ?? Data()
        return data.count { $0 == UInt8(ascii: "\n") }
    }

    @Test func eachPerturbationIsATask() async throws {
        let bench = try Self.bench()
        let yaml = Self.suite("[uppercase, spacing, typos: { rate: 0 }]")
        let run = try await bench.run(yaml).runID
        let tasks = try bench.store.tasks(runID: run)
        #expect(tasks.map(\.baseTaskID) == [nil, tasks[0].id, tasks[0].id, tasks[0].id])
        #expect(
            tasks.map(\.title).dropFirst() == [
                "text-classification under uppercase",
                "text-classification under spacing (max_spaces 3)",
                "text-classification under typos (rate 0)",
            ]
        )
        #expect(try bench.figures(run: run)["accuracy"]?.value == 1)
        #expect(try bench.figures(run: run, task: 1)["accuracy"]?.value == 0.5)
        // Texts that a perturbation leaves alone are not asked again: of 30 the spaces of some 20 multiply.
        let count = Self.asked(bench.folder)
        #expect((61...89).contains(count))
        // Groups come with every task.
        let metric = try bench.store.metrics(taskID: tasks[1].id)[0]
        #expect(try bench.store.figures(metricID: metric.id).count == 4)
        // A second run has nothing to do, and other perturbations are another run that asks only what is new.
        #expect(try await bench.run(yaml).wasFinished)
        let other = try await bench.run(Self.suite("[uppercase, lowercase]"))
        #expect(other.isNew && Self.asked(bench.folder) == count)
    }

    @Test func dropsAreFiguresOfTheBase() async throws {
        let bench = try Self.bench()
        let run = try await bench.run(Self.suite("[uppercase, typos: { rate: 0 }]")).runID
        let base = try bench.store.tasks(runID: run)[0]
        let metric = try bench.store.metrics(taskID: base.id)[0]
        let rows = try bench.store.allFigures(metricID: metric.id).filter {
            $0.attribute == "perturbation"
        }
        #expect(rows.allSatisfy { $0.statistic != "value" && $0.figure.count == 30 })
        var values: [String: Double] = [:]
        for row in rows { values[row.statistic + " " + row.group] = row.figure.value }
        #expect(
            values == [
                "drop uppercase": 0.5, "drop typos (rate 0)": 0, "mean_drop ": 0.25,
                "worst_perturbation ": 0.5, "worst_case ": 0.5,
            ]
        )
        // What examples stray together by is read for their clusters.
        let clusters = try bench.store.clustersByExample(taskID: base.id, clusterBy: "third")
        #expect(clusters.count == 30 && Set(clusters.values) == ["0", "1", "2"])
        #expect(try bench.store.clustersByExample(taskID: base.id, clusterBy: "medium").isEmpty)
        // Scored again without the model, they are the same.
        try bench.write("model.sh", "exit 1")
        try Scorer(store: bench.store).score(run: bench.store.run(run))
        let again = try bench.store.allFigures(metricID: metric.id).filter {
            $0.attribute == "perturbation"
        }
        #expect(again == rows)
        let report = try RunReport(store: bench.store, run: bench.store.run(run))
        #expect(report.table.contains("text-classification under uppercase"))
        #expect(report.page.contains("drop under uppercase"))
    }

    @Test func anInterruptedRunGoesOn() async throws {
        let bench = try Self.bench()
        var options = RunOptions.test
        options.limit = 20
        let yaml = Self.suite("[uppercase]")
        let resolved = try bench.resolve(yaml, options)
        let folder = bench.folder
        let stopped = try await Runner(
            store: bench.store,
            options: options,
            isInterrupted: { Self.asked(folder) >= 25 }
        ).run(resolved)
        // Some way into the perturbed task.
        #expect(stopped.wasInterrupted && (25..<40).contains(stopped.saved))
        let told = Mutex(Set<String>())
        let rest = try await Runner(
            store: bench.store,
            options: options,
            progress: { progress in told.withLock { _ = $0.insert(progress.task) } }
        ).run(bench.resolve(yaml, options))
        #expect(told.withLock { $0.contains("text-classification under uppercase") })
        #expect(rest.runID == stopped.runID && rest.saved == 40)
        #expect(Self.asked(bench.folder) == 40)
    }

    @Test(arguments: [
        ("[typo]", "unknown perturbation 'typo'. Did you mean 'typos'?"),
        ("[typos: { rat: 1 }]", "unknown option of the perturbation typos 'rat'"),
        ("[typos: { rate: 2 }]", "must be a number in 0.0...1.0, found 2"),
        ("[contrast]", "is one of pictures and the task text-classification asks about text"),
        ("[typos, typos: { rate: 0.05 }]", "is given twice"),
        ("[]", "must be a list of at least one member"),
        ("[[typos]]", "a perturbation is a name or"),
    ])
    func refuses(perturbations: String, reason: String) throws {
        let bench = try Self.bench()
        do {
            _ = try bench.resolve(Self.suite(perturbations))
            Issue.record("\(perturbations) is taken")
        } catch let error as EvaluationError {
            #expect(error.description.contains("suite.yaml, line 7: "), "\(error)")
            #expect(error.description.contains(reason), "\(error)")
        }
    }

    @Test func recordedAnswersAreNotThoseOfPerturbedExamples() throws {
        let bench = try Self.bench()
        try bench.write("answers.csv", "key,label\nk0,even\n")
        let yaml = Self.suite("[typos]").replacing(
            "backend: command, command: [sh, model.sh]",
            with: "backend: recorded, file: answers.csv"
        )
        #expect {
            try bench.resolve(yaml)
        } throws: {
            "\($0)".contains("line 7") && "\($0)".contains("not to perturbed ones")
        }
    }

    @Test func programsAreGivenPerturbedFiles() async throws {
        let bench = try Workbench()
        let pictures = try (0..<3).map { index in
            let pixels = (0..<300).map { UInt8(($0 * (index + 3)) % 256) }
            return Example.picture(
                "p\(index)",
                png: try PixelImage(width: 10, height: 10, pixels: pixels).encodedPNG(),
                label: "a"
            )
        }
        try bench.add("pictures", .image, pictures)
        try bench.write(
            "model.sh",
            """
            while IFS= read -r request; do
                path=${request#*'"image":"'}
                cp "${path%%'"'*}" .
                id=${request#*'"id":"'}
                printf '{"id":"%s","output":[{"label":"a","score":1}]}\\n' "${id%%'"'*}"
            done
            """
        )
        let yaml = Self.suite("[contrast: { severity: 5 }]")
            .replacing("text-classification", with: "image-classification")
            .replacing("dataset: texts", with: "dataset: pictures")
            .replacing("    group_by: [third]\n", with: "")
        let summary = try await bench.run(yaml)
        #expect((summary.saved, summary.failed, summary.asked) == (6, 0, 6))
        let perturbation = try ExamplePerturbation(
            name: "contrast",
            options: ["severity": .integer(5)],
            seed: 0
        )
        for picture in pictures {
            let original = try #require(picture.medium)
            let derived = try #require(perturbation.apply(to: picture).medium)
            let given = try PixelImage(
                contentsOf: "\(bench.folder)/\(derived.digest.hexadecimal).png"
            )
            let bytes = try bench.store.bytes(of: original)
            #expect(
                given
                    == (try PixelImage(decoding: perturbation.bytes(of: derived, original: bytes)))
            )
            // Nothing perturbed is stored.
            var stored = derived
            stored.content = .stored
            #expect(throws: StorageError.self) { try bench.store.bytes(of: stored) }
            // The picture itself was given as well, unchanged.
            let same = try PixelImage(
                contentsOf: "\(bench.folder)/\(original.digest.hexadecimal).png"
            )
            #expect(same == (try PixelImage(decoding: bytes)) && same != given)
        }
    }
}
