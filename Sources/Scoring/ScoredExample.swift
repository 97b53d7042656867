package import Domain

/// The example that an outcome belongs to, as far as a metric may look at it.
package struct ScoredExample: Sendable, Equatable {
    /// The name that its dataset gives it; empty where nothing but the target is known.
    package var key: String
    package var target: Target?
    /// What the model was shown: a prompt, a question, a caption.
    package var text: String?
    /// The example's attributes, in the source's own words.
    package var attributes: [String: String]
    /// How long its recording is.
    package var durationSeconds: Double?
    /// How long its answers took, together.
    package var latencySeconds: Double?

    package init(
        target: Target?,
        key: String = "",
        text: String? = nil,
        attributes: [String: String] = [:],
        durationSeconds: Double? = nil,
        latencySeconds: Double? = nil
    ) {
        self.target = target
        self.key = key
        self.text = text
        self.attributes = attributes
        self.durationSeconds = durationSeconds
        self.latencySeconds = latencySeconds
    }
}

/// A metric that looks at more of an example than its target: the group that a text speaks of, the
/// polarity of a question, the length of a recording.
package protocol ExampleMetric: Metric {}

extension ExampleMetric {
    package static var readsExample: Bool { true }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Tally? {
        try tally(outcome, of: ScoredExample(target: target))
    }
}
