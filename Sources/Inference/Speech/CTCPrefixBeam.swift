/// Prefix beam search: the most probable labels over all their alignments, as far as the beam sees.
///
/// A prefix keeps the probability of its alignments that end in a blank and of those that do not, in
/// the logarithmic domain, so prefixes that are heard in several ways are added up before the beam is
/// cut. Nothing else is cut: every label of every frame is tried. Equal scores are ordered by labels.
///
/// Source: Hannun et al. 2014, "First-Pass Large Vocabulary Continuous Speech Recognition using
/// Bi-Directional Recurrent DNNs", algorithm 1, in the logarithmic domain.
/// Checked by: exhaustive enumeration in the tests, and the reference search of the shared oracle.
package struct CTCPrefixBeam: Sendable {
    /// How many prefixes are kept after each frame.
    package let width: Int
    package let blank: Int

    /// - Precondition: `width` is at least 1.
    package init(width: Int, blank: Int) {
        precondition(width >= 1, "a beam of \(width)")
        self.width = width
        self.blank = blank
    }

    /// A prefix that is left after the last frame.
    package struct Hypothesis: Sendable, Equatable {
        /// Ids without blanks.
        package var labels: [Int]
        /// The logarithm of the probability of the alignments that the beam kept.
        package var logProbability: Double
        /// That plus the language model's score, by which hypotheses are ordered.
        package var score: Double
    }

    /// The hypotheses left at the end, best first, at most ``width``; never none.
    package func search<Model: CTCLanguageModel>(
        _ scores: FrameScores,
        model: Model
    ) -> [Hypothesis] {
        var prefixes = Prefixes(model)
        var beam = [Entry(node: 0, blank: 0, label: -.infinity)]
        for frame in 0..<scores.frames {
            beam = advance(beam, frame, scores, &prefixes, model)
        }
        return beam.map { entry in
            let heard = entry.total
            return Hypothesis(
                labels: prefixes.labels(entry.node),
                logProbability: heard,
                score: heard + prefixes.scores[entry.node]
                    + model.end(prefixes.states[entry.node])
            )
        }.sorted { a, b in
            a.score == b.score ? a.labels.lexicographicallyPrecedes(b.labels) : a.score > b.score
        }
    }

    /// A prefix in the beam.
    private struct Entry {
        let node: Int
        /// The alignments that end in a blank.
        var blank: Double
        /// The alignments that end in its last label.
        var label: Double

        var total: Double { LogSum.of(blank, label) }
    }

    /// A prefix that may come into the next beam: one of the present beam, or one more label.
    private struct Candidate {
        /// Where it or what it grows from stands in the present beam.
        let parent: Int
        /// The label it grows by; nil for a prefix of the present beam.
        let label: Int?
        var entry: Entry
        /// What it is ordered by.
        var score: Double
        /// Of one that grows.
        var grown: Double
    }

    private func advance<Model: CTCLanguageModel>(
        _ beam: [Entry],
        _ frame: Int,
        _ scores: FrameScores,
        _ prefixes: inout Prefixes<Model>,
        _ model: Model
    ) -> [Entry] {
        var candidates: [Candidate] = []
        candidates.reserveCapacity(beam.count * scores.count)
        // What is in the beam stays, by a blank or by its last label again.
        for (index, entry) in beam.enumerated() {
            var stayed = Entry(
                node: entry.node,
                blank: entry.total + scores[frame, blank],
                label: -.infinity
            )
            if let last = prefixes.last(entry.node) {
                stayed.label = entry.label + scores[frame, last]
            }
            candidates.append(
                Candidate(parent: index, label: nil, entry: stayed, score: 0, grown: 0)
            )
        }
        // Where a prefix grows into one that is in the beam, the two are one.
        let places = Dictionary(
            beam.enumerated().map { ($0.element.node, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        for (index, entry) in beam.enumerated() {
            let total = entry.total
            let last = prefixes.last(entry.node)
            let state = prefixes.states[entry.node]
            let before = prefixes.scores[entry.node]
            for label in 0..<scores.count where label != blank {
                let from = label == last ? entry.blank : total
                let heard = from + scores[frame, label]
                if heard == -.infinity { continue }
                if let child = prefixes.child(entry.node, label), let place = places[child] {
                    let sum = LogSum.of(candidates[place].entry.label, heard)
                    candidates[place].entry.label = sum
                    continue
                }
                let grown = before + model.score(label, after: state).score
                candidates.append(
                    Candidate(
                        parent: index,
                        label: label,
                        entry: Entry(node: -1, blank: -.infinity, label: heard),
                        score: heard + grown,
                        grown: grown
                    )
                )
            }
        }
        for index in beam.indices {
            candidates[index].score =
                candidates[index].entry.total + prefixes.scores[beam[index].node]
        }
        return best(candidates, beam, &prefixes).map { candidate in
            guard let label = candidate.label else { return candidate.entry }
            let parent = beam[candidate.parent].node
            let node = prefixes.grow(parent, label, score: candidate.grown, model)
            return Entry(node: node, blank: -.infinity, label: candidate.entry.label)
        }
    }

    /// The best of the candidates, in no order.
    private func best<Model>(
        _ candidates: [Candidate],
        _ beam: [Entry],
        _ prefixes: inout Prefixes<Model>
    ) -> [Candidate] {
        guard candidates.count > width else { return candidates }
        let threshold = Self.largest(width, of: candidates.map(\.score))
        var chosen = candidates.filter { $0.score > threshold }
        let equal = candidates.filter { $0.score == threshold }
        if chosen.count + equal.count <= width { return chosen + equal }
        let labels = equal.map { candidate in
            prefixes.labels(beam[candidate.parent].node) + (candidate.label.map { [$0] } ?? [])
        }
        let order = equal.indices.sorted { labels[$0].lexicographicallyPrecedes(labels[$1]) }
        chosen += order.prefix(width - chosen.count).map { equal[$0] }
        return chosen
    }

    /// The `rank`-th largest of some numbers, by Hoare's selection.
    private static func largest(_ rank: Int, of numbers: [Double]) -> Double {
        var numbers = numbers
        var low = 0, high = numbers.count - 1
        let place = rank - 1
        while low < high {
            let pivot = numbers[(low + high) / 2]
            var i = low, j = high
            while i <= j {
                while numbers[i] > pivot { i += 1 }
                while numbers[j] < pivot { j -= 1 }
                if i <= j {
                    numbers.swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if place <= j { high = j } else if place >= i { low = i } else { break }
        }
        return numbers[place]
    }
}

/// All prefixes that were ever in the beam, each once.
private struct Prefixes<Model: CTCLanguageModel> {
    private var parents = [-1]
    private var lasts = [-1]
    private var children: [Int: Int] = [:]
    /// The language model's score of each.
    private(set) var scores = [0.0]
    private(set) var states: [Model.State]

    init(_ model: Model) {
        states = [model.start]
    }

    func last(_ node: Int) -> Int? { lasts[node] < 0 ? nil : lasts[node] }

    func child(_ node: Int, _ label: Int) -> Int? { children[node << 20 | label] }

    /// The prefix with one more label.
    mutating func grow(_ node: Int, _ label: Int, score: Double, _ model: Model) -> Int {
        if let known = child(node, label) { return known }
        let new = parents.count
        parents.append(node)
        lasts.append(label)
        scores.append(score)
        states.append(model.score(label, after: states[node]).next)
        children[node << 20 | label] = new
        return new
    }

    func labels(_ node: Int) -> [Int] {
        var labels: [Int] = []
        var node = node
        while lasts[node] >= 0 {
            labels.append(lasts[node])
            node = parents[node]
        }
        return labels.reversed()
    }
}
