import Domain
package import GRDB

/// A suite of test cases for each task: one for each metric, and one for the requests.
///
/// A metric without a value and requests that failed are errors; no value is judged, which is what
/// `assay gate` is for.
package enum JUnitReport: ReportFormat {
    package static let name = "junit"
    package static let fileExtension = "xml"
    package static let summary = "test cases for CI systems"

    package static func write(_ db: Database, _ subject: ReportSubject) throws -> String {
        var document = JUnitDocument()
        for task in subject.tasks {
            let className = "\(task.task).\(task.model)"
            var cases = [
                JUnitDocument.Case(
                    name: "requests",
                    className: className,
                    result: task.failures == 0
                        ? .passed
                        : .error("\(task.failures) of \(task.requests) requests have no answer")
                )
            ]
            for metric in task.metrics {
                cases.append(
                    JUnitDocument.Case(
                        name: metric.identifier,
                        className: className,
                        result: result(metric.overall),
                        output: metric.overall.map(line)
                    )
                )
            }
            document.add("run \(task.run): \(task.question) · \(task.model)", cases)
        }
        return document.text
    }

    private static func result(_ figure: Figure?) -> JUnitDocument.Result {
        guard let figure else { return .skipped("not scored yet") }
        return figure.value == nil ? .error(Markup.reason(figure)) : .passed
    }

    private static func line(_ figure: Figure) -> String {
        let value = figure.value.map { Numbers.fixed($0, 4) } ?? "undefined"
        let interval =
            figure.interval.map {
                " (95 % interval \(Numbers.fixed($0.lower, 4)) to \(Numbers.fixed($0.upper, 4)))"
            } ?? ""
        return "\(value)\(interval), n \(figure.count), failed \(figure.failures)"
    }
}
