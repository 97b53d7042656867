package import Domain
package import Inference

/// A way to get answers: it makes models of what a suite says.
package protocol Backend: Sendable {
    /// As suites write it.
    static var name: String { get }
    /// One sentence: where its answers come from.
    static var summary: String { get }
    /// The settings it knows.
    static var settings: [KnownOption] { get }
    /// The setting that `--model NAME=PATH` replaces; nil if it has no path.
    static var pathSetting: String? { get }

    /// Gets ready what is common to all tasks; unknown settings are refused before.
    ///
    /// - Throws: ``EvaluationError`` if the model cannot be used.
    init(_ context: BackendContext) throws

    /// The model for one task.
    ///
    /// - Throws: ``EvaluationError`` if it cannot do that task.
    func model(for task: TaskContext) throws -> any Model
}

/// What a backend is told of a model.
package struct BackendContext: Sendable {
    package var name: String
    package var settings: Settings
    /// The suite's folder, which paths are relative to, absolute.
    package var folder: String
    package var seed: UInt64
    package var threads: Int
    package var architectures: Catalog<any ModelArchitecture.Type>

    package init(
        name: String,
        settings: Settings,
        folder: String,
        seed: UInt64,
        threads: Int,
        architectures: Catalog<any ModelArchitecture.Type>
    ) {
        self.name = name
        self.settings = settings
        self.folder = folder
        self.seed = seed
        self.threads = threads
        self.architectures = architectures
    }

    /// The absolute path that a setting names, which must be given.
    package func path(_ setting: String) throws -> String {
        SuiteReader.absolute(try settings.requiredString(setting), in: folder)
    }
}

/// What a backend is told of a task.
package struct TaskContext: Sendable {
    package var task: String
    package var output: ModelOutput.Kind
    package var decoding: [String: JSONValue]
    /// The files that the options name, by digest: absolute paths.
    package var files: [String: String]
    /// The frequencies of the labels that a baseline may be fitted on.
    package var labels: @Sendable () throws -> FittedLabels

    package init(
        task: String,
        output: ModelOutput.Kind,
        decoding: [String: JSONValue],
        files: [String: String] = [:],
        labels: @escaping @Sendable () throws -> FittedLabels
    ) {
        self.task = task
        self.output = output
        self.decoding = decoding
        self.files = files
        self.labels = labels
    }

    /// How many classes are named at most.
    package var topK: Int { decoding["top_k"]?.integer ?? .max }
}

/// How often each label occurs, and where that was counted.
package struct FittedLabels: Sendable, Equatable {
    /// The dataset and split, in words.
    package var source: String
    /// Most frequent first, ties by name.
    package var counts: [(label: String, count: Int)]

    package init(source: String, counts: [(label: String, count: Int)]) {
        self.source = source
        self.counts = counts
    }

    package static func == (a: Self, b: Self) -> Bool {
        a.source == b.source && a.counts.elementsEqual(b.counts, by: ==)
    }
}
