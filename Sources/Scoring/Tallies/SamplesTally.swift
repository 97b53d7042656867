import Domain

/// Numbers by what they were measured of, each with how often it occurs.
package struct SamplesTally: MetricTally {
    /// What a number belongs to.
    package struct Sample: Sendable, Hashable {
        /// Samples of one family are compared with each other.
        package var family: [String]
        package var name: String
    }

    package private(set) var counts: [Sample: [Double: Int]]

    /// One number, not NaN.
    package init(_ number: Double, of sample: Sample) {
        counts = [sample: [number == 0 ? 0 : number: 1]]
    }

    private init(counts: [Sample: [Double: Int]]) {
        self.counts = counts
    }

    package static let zero = SamplesTally(counts: [:])

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (sample, numbers) in other.counts {
            for (number, count) in numbers {
                counts[sample, default: [:]][number, default: 0] += count * times
            }
        }
    }

    /// The samples of each family by name, each in ascending order.
    var families: [[String]: [(name: String, numbers: [Double])]] {
        var families: [[String]: [(name: String, numbers: [Double])]] = [:]
        for (sample, numbers) in counts {
            let sorted = numbers.sorted { $0.key < $1.key }.flatMap { number, count in
                repeatElement(number, count: count)
            }
            families[sample.family, default: []].append((sample.name, sorted))
        }
        return families
    }

    /// `[[["family", ...],"name",number,count], ...]`, sorted by text.
    package var stored: String {
        let rows = counts.flatMap { sample, numbers in
            numbers.map { number, count in
                JSONValue.array([
                    .array(sample.family.map(JSONValue.string)), .string(sample.name),
                    .number(number), .integer(count),
                ]).text
            }
        }
        return "[\(rows.sorted().joined(separator: ","))]"
    }

    package init?(stored: String) {
        guard let rows = (try? JSONValue(parsing: stored))?.array else { return nil }
        counts = [:]
        for row in rows {
            guard let members = row.array, members.count == 4, let family = members[0].strings,
                let name = members[1].string, let number = members[2].number,
                let count = members[3].integer, count > 0
            else { return nil }
            let sample = Sample(family: family, name: name)
            counts[sample, default: [:]][number == 0 ? 0 : number, default: 0] += count
        }
    }
}
