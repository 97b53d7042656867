package import Domain

/// A figure with its group; both names are empty for all examples together.
package struct GroupFigure: Sendable, Equatable {
    /// `value` for the metric itself; else what was made of it, such as a difference between groups.
    package var statistic: String
    package var attribute: String
    package var group: String
    package var figure: Figure

    /// The statistic that is the metric itself.
    package static let value = "value"

    /// Whether it is the metric itself over all examples.
    package var isOverall: Bool { attribute.isEmpty && statistic == Self.value }

    package init(
        statistic: String = GroupFigure.value,
        attribute: String = "",
        group: String = "",
        figure: Figure
    ) {
        self.statistic = statistic
        self.attribute = attribute
        self.group = group
        self.figure = figure
    }
}

/// The statistics that are made of the scores of several tasks, or of several metrics. Those of tasks belong
/// to the metric of the task that the others repeat.
extension GroupFigure {
    /// How much worse the metric is under a perturbation, the group, in its written form.
    package static let drop = "drop"
    /// The mean of the drops.
    package static let meanDrop = "mean_drop"
    /// The worst of the metric's values, the one without perturbation included.
    package static let worstPerturbation = "worst_perturbation"
    /// The metric over the worst answer to each example.
    package static let worstCase = "worst_case"
    /// Those of a task and its perturbed repeats.
    package static let ofPerturbations = [drop, meanDrop, worstPerturbation, worstCase]
    /// What the attribute of these is called.
    package static let perturbation = "perturbation"

    /// The mean of the values of a task's repeats with other seeds.
    package static let repeatMean = "repeat_mean"
    /// Their spread, with n - 1.
    package static let repeatSpread = "repeat_standard_deviation"
    /// Those of a task and its repeats with other seeds.
    package static let ofRepeats = [repeatMean, repeatSpread]
    /// What the attribute of these is called.
    package static let repetition = "repeat"

    /// A temperature that was fitted on held-out answers.
    package static let temperature = "temperature"
    /// The metric over the other answers as they are.
    package static let beforeTemperature = "before_temperature"
    /// The same with the temperature.
    package static let afterTemperature = "after_temperature"
    /// Those of a task whose answers a temperature was fitted on.
    package static let ofTemperature = [temperature, beforeTemperature, afterTemperature]
    /// What the attribute of these is called.
    package static let temperatureScaling = "temperature_scaling"

    /// All of these: they are no metric's own, and no groups'.
    package static let ofSeveralScores = ofPerturbations + ofRepeats + ofTemperature
}
