import Domain
import Storage
import Testing

@testable import Evaluation

/// Tasks that are asked again with other seeds.
@Suite struct RepeatTests {
    /// Answers by the length of the prompt, which differs with the solved examples that it shows.
    private static let script = """
        while IFS= read -r line; do
          id=${line#*'"id":"'}
          id=${id%%'"'*}
          if [ $(( ${#line} % 2 )) -eq 0 ]; then answer=yes; else answer=no; fi
          printf '{"id": "%s", "output": {"text": "%s"}}\\n' "$id" "$answer"
        done
        """

    private static func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.write("model.sh", script)
        let train = (0..<9).map { index in
            Example(
                key: "t\(index)",
                split: "train",
                text: String(repeating: "word ", count: 1 + index % 4)
                    + String(repeating: "x", count: index / 2),
                target: .text("yes")
            )
        }
        let test = (0..<12).map { index in
            Example(key: "e\(index)", split: "test", text: "text \(index)", target: .text("yes"))
        }
        try bench.add("data", .text, train + test)
        return bench
    }

    private static func suite(_ more: String) -> String {
        """
        name: repeated
        tasks:
          - task: text-generation
            dataset: data
            split: test
            metrics: [exact_match]
            \(more)
        models: [{ name: m, backend: command, command: [sh, model.sh] }]
        """
    }

    @Test func theSpreadOverSeedsIsAFigureOfTheFirst() async throws {
        let bench = try Self.bench()
        let run = try await bench.run(Self.suite("options: { num_fewshot: 2 }\n    repeats: 4"))
            .runID
        let tasks = try bench.store.tasks(runID: run)
        #expect(tasks.map(\.repetition) == [0, 1, 2, 3])
        #expect(tasks.map(\.baseTaskID) == [nil, tasks[0].id, tasks[0].id, tasks[0].id])
        #expect(tasks.map(\.title).last == "text-generation, repeat 4")
        let values = try tasks.map { task in
            let metric = try bench.store.metrics(taskID: task.id)[0]
            return try #require(try bench.store.figures(metricID: metric.id)[0].figure.value)
        }
        #expect(Set(values).count > 1, "\(values)")
        let mean = values.reduce(0, +) / 4
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let metric = try bench.store.metrics(taskID: tasks[0].id)[0]
        let figures = try bench.store.allFigures(metricID: metric.id).filter {
            $0.attribute == "repeat"
        }
        #expect(figures.map(\.statistic) == ["repeat_mean", "repeat_standard_deviation"])
        #expect(figures.allSatisfy { $0.figure.count == 4 })
        #expect(abs(try #require(figures[0].figure.value) - mean) < 1e-12)
        #expect(abs(try #require(figures[1].figure.value) - (squares / 3).squareRoot()) < 1e-12)
        #expect(figures[0].figure.interval?.method == .student)
        // Scored again they are the same, and nothing is superseded.
        let results = try Scorer(store: bench.store).score(run: bench.store.run(run))
        #expect(results.map(\.result) == Array(repeating: .unchanged, count: 4))
        let again = try bench.store.allFigures(metricID: metric.id).filter {
            $0.attribute == "repeat"
        }
        #expect(again == figures)
    }

    @Test func aTaskThatDrawsNothingIsRefused() async throws {
        let bench = try Self.bench()
        let yaml = Self.suite("repeats: 2").replacing(
            "text-generation",
            with: "text-classification"
        )
        .replacing("exact_match", with: "accuracy")
        #expect {
            try bench.resolve(yaml)
        } throws: { error in
            "\(error)".contains("line 7")
                && "\(error)".contains("'repeats' needs a task with a seed")
        }
    }
}
