import Domain

@testable import Scoring

/// The value of a metric over answered examples.
func value(
    _ name: String,
    _ options: [String: JSONValue] = [:],
    _ examples: [(Outcome, Target?)]
) throws -> Double? {
    try figure(name, options, examples).value
}

/// The figure of a metric over answered examples, by way of stored tallies.
func figure(
    _ name: String,
    _ options: [String: JSONValue] = [:],
    _ examples: [(Outcome, Target?)],
    replicates: Int = 50
) throws -> Figure {
    let metric = try AnyMetric(name: name, options: options)
    var tallies: [String: Int] = [:]
    for (outcome, target) in examples {
        if let score = try metric.score(outcome, target: target) {
            tallies[score.stored, default: 0] += 1
        }
    }
    return try metric.figure(tallies: tallies, failures: 0, seed: 1, replicates: replicates)
}

/// An answer with one sure label.
func label(_ name: String) -> Outcome {
    .labels([ScoredLabel(label: name, score: 1)])
}

/// An answer with a score for each class, named by its index, best first.
func scores(_ scores: [Double]) -> Outcome {
    let labels = scores.enumerated().map { ScoredLabel(label: "\($0.offset)", score: $0.element) }
    return .labels(
        labels.enumerated()
            .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
            .map(\.element)
    )
}

/// Whether two numbers are equal within a tolerance.
func isClose(_ a: Double?, _ b: Double, within tolerance: Double = 1e-12) -> Bool {
    a.map { abs($0 - b) <= tolerance } ?? false
}
