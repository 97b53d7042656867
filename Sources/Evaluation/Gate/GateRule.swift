package import Domain

/// What a run must keep to pass a gate: a choice of figures, and conditions on each of them.
package struct GateRule: Sendable, Equatable {
    /// For people; what the rule says, if it has no name.
    package let name: String
    /// Of the file, from 1.
    package let line: Int
    package let figures: Selection
    /// At least one.
    package let conditions: [Condition]

    /// Which figures a rule is about.
    ///
    /// What is nil or empty leaves no figure out.
    package struct Selection: Sendable, Equatable {
        /// Nil for rules about requests alone.
        package var metric: String?
        /// The options that the metric must have; it may have more.
        package var options: [String: JSONValue] = [:]
        package var task: String?
        package var dataset: String?
        package var model: String?
        /// The name of a perturbation; nil for tasks that are not perturbed.
        package var perturbation: String?
        /// An attribute and its value; nil for all examples together.
        package var group: (attribute: String, value: String)?
        /// As the table `figure` names it.
        package var statistic = "value"

        package static func == (a: Selection, b: Selection) -> Bool {
            a.metric == b.metric && a.options == b.options && a.task == b.task
                && a.dataset == b.dataset && a.model == b.model
                && a.perturbation == b.perturbation && a.statistic == b.statistic
                && a.group?.attribute == b.group?.attribute && a.group?.value == b.group?.value
        }
    }

    /// What must hold of a figure.
    package enum Condition: Sendable, Equatable {
        case atLeast(Double, Bound)
        case atMost(Double, Bound)
        /// So many examples or more have a score.
        case examples(atLeast: Int)
        /// Of the task's requests, from 0 to 1.
        case failureRate(atMost: Double)
        /// Not significantly worse than the baseline's by more than the margin.
        case noRegression(significance: Double, margin: Double)

        /// The condition in a few words.
        package var words: String {
            switch self {
            case .atLeast(let limit, let bound): "\(bound.words) at least \(limit)"
            case .atMost(let limit, let bound): "\(bound.words) at most \(limit)"
            case .examples(let count): "at least \(count) examples"
            case .failureRate(let rate): "at most \(rate) of the requests failed"
            case .noRegression(let significance, let margin):
                "not worse than the baseline by more than \(margin) (p of \(significance))"
            }
        }
    }

    /// Which number a limit is held against.
    package enum Bound: String, Sendable, CaseIterable {
        /// The figure itself.
        case value
        /// The whole 95 % interval: the end that is nearer to the limit. A figure without an interval
        /// does not pass.
        case interval

        var words: String { self == .value ? "value" : "the whole 95 % interval" }
    }
}
