package import Domain

/// What came of holding a run to rules, as people and scripts read it.
package struct GateReport: Sendable {
    package let run: Int64
    package let checks: [Gate.Check]

    package init(run: Int64, checks: [Gate.Check]) {
        self.run = run
        self.checks = checks
    }

    package var failed: [Gate.Check] { checks.filter { !$0.hasPassed } }

    /// What failed, each with the rule's name and line, then how many passed.
    package var page: String {
        var lines: [String] = []
        for check in failed {
            lines += [
                "FAILED  \(check.rule.name) (line \(check.rule.line))",
                "        \(check.subject)",
                "        expected \(check.condition.words), found \(check.found)",
            ]
        }
        let passed = checks.count - failed.count
        lines.append("\(passed) of \(checks.count) checks passed on run \(run)")
        return lines.joined(separator: "\n")
    }

    package var json: JSONValue {
        .object([
            "run": .integer(Int(run)),
            "passed": .bool(failed.isEmpty),
            "checks": .array(
                checks.map { check in
                    .object([
                        "rule": .string(check.rule.name),
                        "line": .integer(check.rule.line),
                        "subject": .string(check.subject),
                        "expected": .string(check.condition.words),
                        "found": .string(check.found),
                        "passed": .bool(check.hasPassed),
                    ])
                }
            ),
        ])
    }
}
