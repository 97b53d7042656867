/// Test suites in the XML that continuous-integration systems read.
///
/// The elements are those of Ant's JUnit task as Jenkins, GitLab and GitHub's actions read them:
/// `testsuites`, `testsuite`, `testcase`, `failure`, `error`, `skipped`, `system-out`.
package struct JUnitDocument {
    package enum Result {
        case passed
        /// What was expected and found.
        case failed(String)
        /// Something went wrong before there was anything to judge.
        case error(String)
        case skipped(String)
    }

    package struct Case {
        package var name: String
        package var className: String
        package var result: Result
        /// What else there is to know; nil for nothing.
        package var output: String?

        package init(name: String, className: String, result: Result, output: String? = nil) {
            self.name = name
            self.className = className
            self.result = result
            self.output = output
        }
    }

    private var suites: [(name: String, cases: [Case])] = []

    package init() {}

    package mutating func add(_ name: String, _ cases: [Case]) {
        suites.append((name, cases))
    }

    package var text: String {
        let all = suites.flatMap(\.cases)
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"Assay\"\(Self.counts(all))>\n"
        for suite in suites {
            text +=
                "  <testsuite name=\"\(Self.escaped(suite.name))\"\(Self.counts(suite.cases))>\n"
            for item in suite.cases { text += Self.element(item) }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private static func counts(_ cases: [Case]) -> String {
        var failures = 0, errors = 0, skipped = 0
        for item in cases {
            switch item.result {
            case .passed: break
            case .failed: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
        return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
            + " skipped=\"\(skipped)\""
    }

    private static func element(_ item: Case) -> String {
        let head =
            "    <testcase name=\"\(escaped(item.name))\" classname=\"\(escaped(item.className))\""
        var body = ""
        switch item.result {
        case .passed: break
        case .failed(let message): body += "      <failure message=\"\(escaped(message))\"/>\n"
        case .error(let message): body += "      <error message=\"\(escaped(message))\"/>\n"
        case .skipped(let message): body += "      <skipped message=\"\(escaped(message))\"/>\n"
        }
        if let output = item.output {
            body += "      <system-out>\(escaped(output))</system-out>\n"
        }
        return body.isEmpty ? head + "/>\n" : head + ">\n\(body)    </testcase>\n"
    }

    /// Text for an attribute or an element; what XML 1.0 cannot hold becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
