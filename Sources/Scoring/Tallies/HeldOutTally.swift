package import Domain

/// Answers with every label's probability, each in one of two parts: what a temperature is fitted on,
/// and what it is tried on.
package struct HeldOutTally: MetricTally {
    /// One answered example.
    package struct Row: Sendable, Hashable {
        /// Whether it is fitted on.
        package let isHeldOut: Bool
        package let target: String
        /// The labels with their probabilities, in the order of the answer.
        package let labels: [String]
        package let probabilities: [Double]

        /// Whether there is a probability for everything that could be right.
        package var isComplete: Bool {
            labels.contains(target) && abs(probabilities.reduce(0, +) - 1) <= 1e-3
        }

        fileprivate var json: JSONValue {
            .array([
                .integer(isHeldOut ? 1 : 0), .string(target),
                .array(labels.map(JSONValue.string)),
                .array(probabilities.map(JSONValue.number)),
            ])
        }

        fileprivate init?(_ json: [JSONValue]) {
            guard json.count == 4, let part = json[0].integer, (0...1).contains(part),
                let target = json[1].string, let labels = json[2].strings,
                let probabilities = json[3].array?.map(\.number),
                probabilities.count == labels.count, !probabilities.contains(nil)
            else { return nil }
            isHeldOut = part == 1
            self.target = target
            self.labels = labels
            self.probabilities = probabilities.compactMap(\.self)
        }

        fileprivate init(_ labels: [ScoredLabel], target: String, isHeldOut: Bool) {
            self.isHeldOut = isHeldOut
            self.target = target
            self.labels = labels.map(\.label)
            probabilities = labels.map(\.score)
        }
    }

    /// How often there is each.
    package private(set) var rows: [Row: Int]

    /// One example.
    package init(_ labels: [ScoredLabel], target: String, isHeldOut: Bool) {
        rows = [Row(labels, target: target, isHeldOut: isHeldOut): 1]
    }

    private init() {
        rows = [:]
    }

    package static let zero = HeldOutTally()

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (row, count) in other.rows { rows[row, default: 0] += count * times }
    }

    /// `[[count, held out, target, [label, ...], [probability, ...]], ...]`, in the order of the texts.
    package var stored: String {
        let texts = rows.map { row, count in
            (text: row.json.text, json: row.json, count: count)
        }.sorted { $0.text < $1.text }
        return JSONValue.array(
            texts.map { .array([.integer($0.count)] + ($0.json.array ?? [])) }
        ).text
    }

    package init?(stored: String) {
        guard let members = (try? JSONValue(parsing: stored))?.array else { return nil }
        rows = [:]
        for member in members {
            guard let values = member.array, let count = values.first?.integer, count > 0,
                let row = Row(Array(values.dropFirst()))
            else { return nil }
            rows[row, default: 0] += count
        }
    }
}
