package import Domain

/// Examples with a score for every class and the class that is right, each with how often it occurs.
package struct ScoresTally: MetricTally {
    /// An example: the target, and scores by class, sorted by class.
    package struct Example: Sendable, Hashable {
        package var target: String
        package var labels: [String]
        package var scores: [Double]

        /// The score of a class; 0 for one that the model did not name.
        func score(_ label: String) -> Double {
            labels.firstIndex(of: label).map { scores[$0] } ?? 0
        }
    }

    package private(set) var counts: [Example: Int]

    /// One example.
    package init(target: String, scores: [ScoredLabel]) {
        let sorted = scores.sorted { $0.label < $1.label }
        counts = [
            Example(
                target: target,
                labels: sorted.map(\.label),
                scores: sorted.map { $0.score == 0 ? 0 : $0.score }
            ): 1
        ]
    }

    private init(counts: [Example: Int]) {
        self.counts = counts
    }

    package static let zero = ScoresTally(counts: [:])

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (example, count) in other.counts { counts[example, default: 0] += count * times }
    }

    /// The classes one by one, ready to be read.
    var columns: ClassColumns { Self.columns(of: [self])([1]) }

    /// A function from how often each of these tallies occurs to the columns of their sum.
    ///
    /// Sorts once.
    static func columns(of tallies: [ScoresTally]) -> ([Int]) -> ClassColumns {
        let examples = tallies.enumerated().flatMap { index, tally in
            tally.counts.map { (tally: index, example: $0.key, count: $0.value) }
        }
        let labels = Set(examples.flatMap { $0.example.labels + [$0.example.target] }).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: zip(labels, labels.indices))
        let targets = examples.map { numbers[$0.example.target] ?? 0 }
        let occurrences = labels.map { label in
            examples.indices.filter {
                examples[$0].example.target == label || examples[$0].example.labels.contains(label)
            }
        }
        // Of each class every example's score, the highest first.
        let orders = labels.map { label in
            examples.indices.map { (example: $0, score: examples[$0].example.score(label)) }
                .sorted { $0.score > $1.score }
        }
        return { times in
            let counts = examples.map { $0.count * times[$0.tally] }
            return ClassColumns(
                labels: labels,
                targets: targets,
                orders: orders,
                counts: counts,
                classes: labels.indices.filter { label in
                    occurrences[label].contains { counts[$0] > 0 }
                }
            )
        }
    }

    /// `[[target,{"class":score},count], ...]`, sorted by text.
    package var stored: String {
        let rows = counts.map { example, count in
            JSONValue.array([
                .string(example.target),
                .object(
                    Dictionary(
                        zip(example.labels, example.scores.map(JSONValue.number)),
                        uniquingKeysWith: { first, _ in first }
                    )
                ),
                .integer(count),
            ]).text
        }
        return "[\(rows.sorted().joined(separator: ","))]"
    }

    package init?(stored: String) {
        guard let rows = (try? JSONValue(parsing: stored))?.array else { return nil }
        counts = [:]
        for row in rows {
            guard let members = row.array, members.count == 3, let target = members[0].string,
                let scores = members[1].object, let count = members[2].integer, count > 0
            else { return nil }
            var labels: [ScoredLabel] = []
            for (label, score) in scores {
                guard let score = score.number else { return nil }
                labels.append(ScoredLabel(label: label, score: score))
            }
            add(ScoresTally(target: target, scores: labels), times: count)
        }
    }
}

/// The scores of summed examples, class by class.
struct ClassColumns {
    private let targets: [Int]
    private let orders: [[(example: Int, score: Double)]]
    private let counts: [Int]
    /// The classes that an example is of or was given a score for, as numbers.
    let classes: [Int]
    /// The classes' names, by their numbers.
    let labels: [String]
    /// How many examples are of each class.
    let support: [Int]

    fileprivate init(
        labels: [String],
        targets: [Int],
        orders: [[(example: Int, score: Double)]],
        counts: [Int],
        classes: [Int]
    ) {
        self.classes = classes
        self.labels = labels
        self.targets = targets
        self.orders = orders
        self.counts = counts
        var support = [Int](repeating: 0, count: labels.count)
        for (target, count) in zip(targets, counts) { support[target] += count }
        self.support = support
    }

    /// A class against all the rest, or against one other.
    func column(of label: Int, against other: Int? = nil) -> ScoredColumn {
        var column = ScoredColumn([])
        column.reserve(counts.count)
        for (example, score) in orders[label] where counts[example] > 0 {
            let isHit = targets[example] == label
            if isHit || other == nil || targets[example] == other {
                column.append(score, isHit, counts[example])
            }
        }
        return column
    }

    /// The class of a name.
    func number(_ label: String) -> Int? { labels.firstIndex(of: label) }
}
