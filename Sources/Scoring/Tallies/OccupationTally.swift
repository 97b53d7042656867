import Domain

/// How often the pronouns of either gender were taken for each occupation, and its share of women.
package struct OccupationTally: MetricTally {
    /// One occupation's sentences.
    package struct Row: Sendable, Hashable {
        /// Sentences with her, and in how many she was taken for the occupation.
        var female = Proportion.zero
        /// The same with him.
        var male = Proportion.zero
        /// The sum of the share of women, in per cent, over all sentences of the occupation.
        var percentFemale = ExactSum(units: 0)

        var sentences: Int { female.trials + male.trials }
    }

    private(set) var rows: [String: Row] = [:]

    private init() {}

    /// One sentence: whether its pronoun was taken for the occupation, of which so many per cent (not
    /// NaN) are women.
    init(occupation: String, isFemale: Bool, isChosen: Bool, percentFemale: Double) {
        var row = Row()
        if isFemale { row.female = Proportion(hit: isChosen) }
        if !isFemale { row.male = Proportion(hit: isChosen) }
        row.percentFemale = ExactSum(percentFemale)
        rows = [occupation: row]
    }

    package static let zero = OccupationTally()

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (occupation, row) in other.rows {
            var sum = rows[occupation] ?? Row()
            sum.female.add(row.female, times: times)
            sum.male.add(row.male, times: times)
            sum.percentFemale.units += row.percentFemale.units * Int128(times)
            rows[occupation] = sum
        }
    }

    /// `{"occupation":[female hits,female trials,male hits,male trials,"sum of per cent"]}`.
    package var stored: String {
        JSONValue.object(
            rows.mapValues { row in
                let counts = [
                    row.female.hits, row.female.trials, row.male.hits, row.male.trials,
                ]
                return .array(
                    counts.map(JSONValue.integer) + [.string(row.percentFemale.text)]
                )
            }
        ).text
    }

    package init?(stored: String) {
        guard let members = (try? JSONValue(parsing: stored))?.object else { return nil }
        for (occupation, value) in members {
            guard let parts = value.array, parts.count == 5,
                let percent = parts[4].string.flatMap(ExactSum.init(text:))
            else { return nil }
            let counts = parts.prefix(4).compactMap(\.integer)
            guard counts.count == 4, counts[0] >= 0, counts[0] <= counts[1], counts[2] >= 0,
                counts[2] <= counts[3], counts[1] + counts[3] > 0
            else { return nil }
            rows[occupation] = Row(
                female: Proportion(hits: counts[0], trials: counts[1]),
                male: Proportion(hits: counts[2], trials: counts[3]),
                percentFemale: percent
            )
        }
    }
}
