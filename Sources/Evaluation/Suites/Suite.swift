package import Domain
package import Storage

/// An evaluation suite as its file says it: tasks over datasets, asked of models.
///
/// Only the file's own shape is checked here; the names of tasks, metrics, formats and backends are
/// looked up when the suite is resolved.
package struct Suite: Sendable {
    /// The file, as the user named it.
    package var file: String
    /// The folder that the suite's paths are relative to, absolute.
    package var folder: String
    package var name: String
    package var version: String
    package var about: SuiteAbout
    package var seed: UInt64
    package var tasks: [SuiteTask]
    package var models: [SuiteModel]
    /// What judges texts for metrics that say so.
    package var textScorers: [SuiteTextScorer]
    /// The file as it was written.
    package var yaml: String
}

/// What a suite says of the benchmark that it carries out; nil where it says nothing.
package struct SuiteAbout: Sendable, Equatable {
    static let keys = ["description", "source", "license", "citation", "obtain"]

    package var description: String?
    /// Where the benchmark is published.
    package var source: String?
    /// Of its data.
    package var license: String?
    /// Authors, year and place of publication.
    package var citation: String?
    /// How to get the data.
    package var obtain: String?
}

/// One task of a suite.
package struct SuiteTask: Sendable {
    /// The task's name, which is that of the Hugging Face pipeline.
    package var task: String
    package var dataset: SuiteDataset
    /// Only the examples of this split; nil for all.
    package var split: String?
    /// The first so many examples; nil for all.
    package var limit: Int?
    package var metrics: [SuiteMetric]
    /// Attributes, or `label` for the target's class, for which every metric is given by group; several
    /// that are crossed form one grouping.
    package var groupBy: [Grouping]
    /// What examples stray together by: an attribute, or `medium`; nil for what the dataset suggests,
    /// empty for nothing.
    package var clusterBy: String?
    /// What is done to the examples, each by itself: the task is asked once more for each.
    package var perturbations: [SuitePerturbation]
    /// How often the task is asked, each time with the next seed.
    package var repeats: Int
    /// The models that answer; nil for all of the suite.
    package var models: [String]?
    package var options: Settings
    /// Every key that the file gives, for the lines in messages.
    package var settings: Settings
}

/// The dataset of a task: one that the database has, or one to be ingested.
package struct SuiteDataset: Sendable {
    package var name: String
    package var format: String?
    /// Absolute.
    package var source: String?
    /// The split that a source is given which does not name its own.
    package var split: String?
    package var license: String?
    package var version: String?
    /// The format's own options.
    package var options: Settings
    package var line: Int
}

/// A metric that a task asks for.
package struct SuiteMetric: Sendable {
    package var name: String
    package var options: Settings
    package var line: Int

    /// The option that may be given a list: the metric is then computed with each of its members, side
    /// by side.
    static let repeatedOption = "normalizer"

    /// The options with each member of a list of normalisers.
    package static func expanded(_ options: [String: JSONValue]) -> [[String: JSONValue]] {
        guard let list = options[repeatedOption]?.array else { return [options] }
        return list.map { member in options.merging([repeatedOption: member]) { $1 } }
    }

    /// A metric for each member of a list of normalisers; itself without such a list.
    var expanded: [SuiteMetric] {
        guard let list = options.values[Self.repeatedOption]?.value.array else { return [self] }
        return list.map { member in
            var metric = self
            metric.options.set(Self.repeatedOption, to: member)
            return metric
        }
    }
}

/// A model of a suite.
package struct SuiteModel: Sendable {
    package var name: String
    package var backend: String
    /// The backend's own settings.
    package var settings: Settings
    package var line: Int
}

/// Something that judges texts, which metrics refer to by name.
package struct SuiteTextScorer: Sendable {
    package var name: String
    package var kind: String
    /// The kind's own settings.
    package var settings: Settings
    package var line: Int
}
