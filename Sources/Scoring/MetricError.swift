/// What can be wrong with what a metric is asked.
package enum MetricError: Error, Equatable, CustomStringConvertible {
    /// An option's value makes no sense.
    case option(metric: String, option: String, expected: String, found: String)
    /// A metric is given an answer or a target of a kind it does not take.
    case mismatch(metric: String, outcome: String, target: String)
    /// A score that must be a probability, or lie within another range, does not.
    case score(metric: String, expected: ClosedRange<Double> = 0...1, found: Double)
    /// An answer has more or fewer texts than are compared.
    case texts(metric: String, expected: Int, found: Int)
    /// A tag of a word that the way of reading does not know.
    case tag(metric: String, found: String)
    /// Choices come without the log-likelihood that they have without the question.
    case missingUnconditional(metric: String)
    /// An example's attribute is missing or makes no sense.
    case attribute(metric: String, attribute: String, expected: String, found: String?)
    /// A stored tally is not one of this metric.
    case tally(metric: String, stored: String)
    /// Stored options name a version of a normaliser that this program does not have.
    case normalizerVersion(name: String, known: Int, found: String)

    package var description: String {
        switch self {
        case .option(let metric, let option, let expected, let found):
            "option '\(option)' of metric '\(metric)' must be \(expected), found \(found)"
        case .mismatch(let metric, let outcome, let target):
            "metric '\(metric)' cannot hold an answer of kind '\(outcome)' against a target of "
                + "kind '\(target)'; ask for a metric that fits the task"
        case .score(let metric, 0...1, let found):
            "metric '\(metric)' needs scores in 0...1, found \(found); "
                + "let the model give probabilities"
        case .score(let metric, let range, let found):
            "metric '\(metric)' needs scores in \(range.lowerBound)...\(range.upperBound), "
                + "found \(found); name another score by its option 'score'"
        case .texts(let metric, let expected, let found):
            "metric '\(metric)' compares \(expected) texts of an example, found \(found); "
                + "let the task's option 'choices_from' name them"
        case .tag(let metric, let found):
            "metric '\(metric)' reads tags that begin with B, I or O, found '\(found)'; "
                + "read them with mode: default"
        case .missingUnconditional(let metric):
            "metric '\(metric)' needs each choice's log-likelihood without the question as well; "
                + "ask for another normalization, or let the model score it"
        case .attribute(let metric, let attribute, let expected, let found):
            "metric '\(metric)' needs the attribute '\(attribute)' to be \(expected), "
                + "found \(found.map { "'\($0)'" } ?? "none"); ask for it over a dataset of the "
                + "format that it is for"
        case .tally(let metric, let stored):
            "stored tally '\(stored.prefix(80))' is not one of metric '\(metric)'; "
                + "score the run again"
        case .normalizerVersion(let name, let known, let found):
            "normaliser '\(name)' is here in version \(known), found version '\(found)' asked for; "
                + "score the run again with '\(name)'"
        }
    }
}
