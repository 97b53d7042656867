package import Domain

/// An option of a metric.
package struct MetricOption: Sendable {
    package let name: String
    /// What it means and which values it takes, in one sentence.
    package let summary: String
    package let standard: JSONValue

    package init(_ name: String, _ summary: String, default standard: JSONValue) {
        self.name = name
        self.summary = summary
        self.standard = standard
    }
}

/// The options of a metric that are not the usual ones, for lists in which there is little room.
///
/// A normaliser's version counts as usual: `none@1` is the default `none`. All options of a metric that this
/// program does not know.
package func unusualOptions(of metric: String, _ options: [String: JSONValue]) -> [String:
    JSONValue]
{
    guard let known = (try? metricCatalog(metric))?.options else { return options }
    return options.filter { name, value in
        guard let standard = known.first(where: { $0.name == name })?.standard else { return true }
        let plain = value.plain
        return plain != standard.plain && plain.prefix(while: { $0 != "@" }) != standard.plain
    }
}

/// A metric's name with those options that tell it from others of the name: `f1 (average micro)`.
package func titled(_ metric: String, _ options: [String: JSONValue]) -> String {
    // How many answers count is part of the name, whatever is usual.
    let options = unusualOptions(of: metric, options)
        .merging(options.filter { $0.key == "k" }) { $1 }
    guard !options.isEmpty else { return metric }
    let list = options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.plain)" }
    return "\(metric) (\(list.joined(separator: ", ")))"
}

/// The values of a metric's options, read with their defaults.
struct MetricOptions {
    private let metric: String
    private let given: [String: JSONValue]
    private let known: [MetricOption]

    init<M: Metric>(_ given: [String: JSONValue], of metric: M.Type) {
        self.metric = M.name
        self.given = given
        known = M.options
    }

    private func value(_ name: String) -> JSONValue {
        given[name] ?? known.first { $0.name == name }?.standard ?? .null
    }

    /// A whole number within a range.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(MetricError) -> Int {
        guard let number = value(name).integer, range.contains(number) else {
            throw error(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A number within a range.
    func number(_ name: String, in range: ClosedRange<Double>) throws(MetricError) -> Double {
        guard let number = value(name).number, range.contains(number) else {
            throw error(name, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// True or false.
    func bool(_ name: String) throws(MetricError) -> Bool {
        guard case .bool(let bool) = value(name) else { throw error(name, "true or false") }
        return bool
    }

    /// A list of strings.
    func strings(_ name: String) throws(MetricError) -> [String] {
        guard let strings = value(name).strings else { throw error(name, "a list of texts") }
        return strings
    }

    /// A string.
    func string(_ name: String) throws(MetricError) -> String {
        guard let string = value(name).string else { throw error(name, "a name") }
        return string
    }

    /// One of the cases of an enumeration of strings.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws -> Choice {
        let string = try string(name)
        guard let choice = Choice(rawValue: string) else {
            throw UnknownNameError(
                kind: "value of option '\(name)' of metric '\(metric)'",
                name: string,
                known: Choice.allCases.map(\.rawValue)
            )
        }
        return choice
    }

    private func error(_ name: String, _ expected: String) -> MetricError {
        .option(metric: metric, option: name, expected: expected, found: value(name).text)
    }
}
