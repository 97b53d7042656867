import Domain

/// Examples with a score each and whether they are what the score is for, each pair with how often it
/// occurs: the tally of metrics that rank examples by how sure a model is of them.
package struct ScoredTally: MetricTally {
    /// A score and whether the example is right, or of the class in question.
    package struct Pair: Sendable, Hashable {
        package var score: Double
        package var isHit: Bool
    }

    package private(set) var counts: [Pair: Int]

    /// One example; the score may not be NaN.
    package init(score: Double, isHit: Bool) {
        // -0 and 0 are the same score and must be stored the same.
        counts = [Pair(score: score == 0 ? 0 : score, isHit: isHit): 1]
    }

    private init(counts: [Pair: Int]) {
        self.counts = counts
    }

    package static let zero = ScoredTally(counts: [:])

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (pair, count) in other.counts { counts[pair, default: 0] += count * times }
    }

    /// All examples as a column, from the highest score to the lowest.
    var column: ScoredColumn {
        ScoredColumn(counts.map { ($0.key.score, $0.key.isHit, $0.value) })
    }

    /// A function from how often each of these tallies occurs to what `value` makes of their sum.
    ///
    /// Sorts once.
    static func reader(
        of tallies: [ScoredTally],
        value: @escaping (ScoredColumn) -> Double?
    ) -> ([Int]) -> Double? {
        let pairs = tallies.enumerated().flatMap { index, tally in
            tally.counts.map { (tally: index, pair: $0.key, count: $0.value) }
        }.sorted { $0.pair.score > $1.pair.score }
        return { times in
            var column = ScoredColumn([])
            column.reserve(pairs.count)
            for (tally, pair, count) in pairs where times[tally] > 0 {
                column.append(pair.score, pair.isHit, count * times[tally])
            }
            return value(column)
        }
    }

    /// `[[score,hit,count], ...]`, from the lowest score up.
    package var stored: String {
        let rows = counts.map { (pair: $0.key, count: $0.value) }.sorted {
            ($0.pair.score, $0.pair.isHit ? 1 : 0) < ($1.pair.score, $1.pair.isHit ? 1 : 0)
        }.map { row in
            JSONValue.array([
                .number(row.pair.score), .integer(row.pair.isHit ? 1 : 0), .integer(row.count),
            ])
        }
        return JSONValue.array(rows).text
    }

    package init?(stored: String) {
        guard let rows = (try? JSONValue(parsing: stored))?.array else { return nil }
        counts = [:]
        for row in rows {
            guard let members = row.array, members.count == 3, let score = members[0].number,
                let hit = members[1].integer, (0...1).contains(hit),
                let count = members[2].integer, count > 0
            else { return nil }
            counts[Pair(score: score == 0 ? 0 : score, isHit: hit == 1), default: 0] += count
        }
    }
}

/// Examples from the highest score to the lowest, those of one score together.
struct ScoredColumn {
    /// Hits and misses that share a score.
    struct Step {
        let score: Double
        var hits: Int
        var misses: Int

        var count: Int { hits + misses }
    }

    private(set) var steps: [Step] = []
    private(set) var hits = 0
    private(set) var misses = 0

    var count: Int { hits + misses }

    /// Examples in any order.
    init(_ examples: [(score: Double, isHit: Bool, count: Int)]) {
        for example in examples.sorted(by: { $0.score > $1.score }) {
            append(example.score, example.isHit, example.count)
        }
    }

    mutating func reserve(_ count: Int) { steps.reserveCapacity(count) }

    /// Adds examples whose score is no higher than any before.
    mutating func append(_ score: Double, _ isHit: Bool, _ count: Int) {
        if steps.last?.score != score { steps.append(Step(score: score, hits: 0, misses: 0)) }
        if isHit {
            steps[steps.count - 1].hits += count
            hits += count
        } else {
            steps[steps.count - 1].misses += count
            misses += count
        }
    }

    /// The area under the receiver's operating curve: how often a hit scores above a miss, ties
    /// counting half; nil unless there are hits and misses.
    var areaUnderCurve: Double? {
        guard hits > 0, misses > 0 else { return nil }
        // Twice the number of ordered pairs, whole and so exact.
        var pairs = 0
        var below = misses
        for step in steps {
            below -= step.misses
            pairs += step.hits * (2 * below + step.misses)
        }
        return Double(pairs) / (2 * Double(hits) * Double(misses))
    }

    /// The mean precision at each hit, scores that are equal being cut together; nil without hits.
    var averagePrecision: Double? {
        guard hits > 0 else { return nil }
        var sum = 0.0
        var found = 0
        var seen = 0
        for step in steps {
            found += step.hits
            seen += step.count
            sum += Double(step.hits) / Double(hits) * (Double(found) / Double(seen))
        }
        return sum
    }

    /// A stretch of examples; where it takes only some of equal score, hits count in part.
    struct Part {
        var count = 0.0
        var hits = 0.0
        var confidence = 0.0
    }

    /// The examples from the lowest score up in so many parts, whose sizes differ by one at most, the
    /// larger first; without the empty ones.
    func equalParts(_ parts: Int) -> [Part] {
        let size = count / parts
        var sizes = (0..<parts).map { size + ($0 < count % parts ? 1 : 0) }.filter { $0 > 0 }[...]
        var result: [Part] = []
        var part = Part()
        var room = sizes.popFirst() ?? 0
        for step in steps.reversed() {
            var left = step.count
            while left > 0 {
                let taken = min(left, room)
                part.count += Double(taken)
                part.hits += Double(step.hits) * Double(taken) / Double(step.count)
                part.confidence += step.score * Double(taken)
                left -= taken
                room -= taken
                if room == 0 {
                    result.append(part)
                    part = Part()
                    room = sizes.popFirst() ?? 0
                }
            }
        }
        return result
    }

    /// The risk-coverage curve: at the end of each score, the share of examples that have it or a
    /// higher one, and how many of those are wrong.
    var riskByCoverage: [(coverage: Double, risk: Double)] {
        var seen = 0
        var wrong = 0
        return steps.map { step in
            seen += step.count
            wrong += step.misses
            return (Double(seen) / Double(count), Double(wrong) / Double(seen))
        }
    }
}
