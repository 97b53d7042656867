import Domain
import Foundation
import Testing

@Suite(
    "The built program holds runs to rules",
    .serialized,
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct GateTests {
    private let lab: Laboratory

    /// Makes two runs over 60 texts.
    ///
    /// Run 1, `old`, is wrong on three; run 2, `new`, on every third, and has no answer for one.
    init() throws {
        lab = try Laboratory(examples: 60)
        try lab.database("a.sqlite")
        let rows = { (wrong: (Int) -> Bool, count: Int) in
            (0..<count).map { index in
                let isEven = index.isMultiple(of: 3) != wrong(index)
                return "{\"key\": \"k\(index)\", \"label\": \"\(isEven ? "even" : "odd")\"}\n"
            }.joined()
        }
        try lab.write("old.jsonl", rows({ $0 < 3 }, 60))
        try lab.write("new.jsonl", rows({ $0.isMultiple(of: 3) }, 59))
        for name in ["old", "new"] {
            try lab.write(
                "\(name).yaml",
                """
                name: gate
                seed: 7
                tasks:
                  - task: text-classification
                    dataset: texts
                    metrics: [accuracy]
                    group_by: [fifth]
                models:
                  - { name: reader, backend: recorded, file: \(name).jsonl }
                """
            )
            let result = try Program.run(
                ["run", "\(name).yaml", "--max-failure-rate", "1", "--db", "a.sqlite"],
                in: lab.folder
            )
            try #require(result.status == 0, "\(result.errors)")
        }
    }

    private func gate(_ run: String, _ rules: String, _ more: String...) throws -> Program.Result {
        try lab.write("rules.yaml", rules)
        return try Program.run(
            ["gate", run, "--rules", "rules.yaml", "--db", "a.sqlite"] + more,
            in: lab.folder
        )
    }

    @Test func rulesThatAreKeptEndWithNought() throws {
        let result = try gate(
            "1",
            """
            rules:
              - { metric: accuracy, at_least: 0.9, min_examples: 60 }
              - { metric: accuracy, at_least: 0.8, bound: interval, model: reader }
              - { metric: accuracy, group: { fifth: 3 }, at_least: 1 }
              - max_failure_rate: 0
            """
        )
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        #expect(result.output == "5 of 5 checks passed on run 1\n")
    }

    @Test func rulesThatAreNotKeptEndWithAHundred() throws {
        let result = try gate(
            "2",
            """
            rules:
              - name: good enough
                metric: accuracy
                at_least: 0.6
                bound: interval
              - { metric: accuracy, at_most: 0.9 }
              - max_failure_rate: 0.01
            """,
            "--junit",
            "out/gate.xml"
        )
        #expect(result.status == 100)
        #expect(result.output.contains("FAILED  good enough (line 2)"), "\(result.output)")
        #expect(
            result.output.contains("expected the whole 95 % interval at least 0.6, found 0.661")
        )
        #expect(result.output.contains("1 of 60 failed"))
        #expect(result.output.hasSuffix("1 of 3 checks passed on run 2\n"))
        let xml = try String(contentsOfFile: lab.folder + "/out/gate.xml", encoding: .utf8)
        #expect(xml.contains("tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"0\""))
        #expect(xml.contains("<failure message=\"expected at most 0.01 of the requests failed"))
    }

    @Test func regressionsAreHeldAgainstABaseline() throws {
        let rules = "rules:\n  - { metric: accuracy, no_regression: true }\n"
        let worse = try gate("2", rules, "--baseline", "1")
        #expect(worse.status == 100, "\(worse.errors)")
        #expect(worse.output.contains("found 0.661 after 0.9492"), "\(worse.output)")
        #expect(try gate("1", rules, "--baseline", "2").status == 0)
        let lenient = "rules:\n  - { metric: accuracy, no_regression: { margin: 0.5 } }\n"
        #expect(try gate("2", lenient, "--baseline", "1:reader").status == 0)
        let without = try gate("2", rules)
        #expect(without.status == 1)
        #expect(without.errors.contains("--baseline"))
        let json = try JSONValue(parsing: try gate("2", rules, "--baseline", "1", "--json").output)
        #expect(json["passed"] == .bool(false))
        #expect(json["checks"]?.array?.count == 1)
    }

    @Test(arguments: [
        ("rules:\n  - { metric: acuracy, at_least: 1 }", "line 2: the rule", "(accuracy)"),
        ("rules:\n  - { metric: accuracy }", "line 2: a rule needs a condition", "at_least"),
        ("rules:\n  - { metric: accuracy, at_leat: 1 }", "line 2", "Did you mean 'at_least'"),
        ("rules:\n  - { at_least: 1 }", "line 2", "needs 'metric'"),
        ("rules:\n  - { metric: accuracy, at_least: much }", "line 2", "must be a number"),
        ("rules:\n  - { metric: accuracy, at_least: 1, bound: lower }", "line 2", "interval"),
        ("rules: []", "line 1", "at least one rule"),
        ("name: x", "line 1", "rules"),
    ])
    func mistakesAreNamedAndEndWithOne(_ rules: String, _ place: String, _ reason: String) throws {
        let result = try gate("1", rules)
        #expect(result.status == 1)
        for part in ["rules.yaml", place, reason] {
            #expect(result.errors.contains(part), "'\(part)' is not in \(result.errors)")
        }
    }

    @Test func reportsForContinuousIntegration() throws {
        let report = try Program.run(
            ["report", "2", "--format", "junit", "--db", "a.sqlite"],
            in: lab.folder
        )
        #expect(report.status == 0, "\(report.errors)")
        #expect(report.output.hasPrefix("<?xml"))
        #expect(report.output.contains("<error message=\"1 of 60 requests have no answer\"/>"))
        #expect(report.output.contains("<system-out>0.6610 (95 % interval"))
    }
}
