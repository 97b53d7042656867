package import Domain
package import Inference

/// What the command line says about a run beside its suite.
package struct RunOptions: Sendable {
    /// Replacements of models' paths, by model name.
    package var overrides: [String: String]
    /// Replacements of text scorers' paths, by the scorer's name.
    package var textScorerPaths: [String: String]
    /// The first so many examples of every task; nil for what the suite says.
    package var limit: Int?
    /// Requests that a native model is given at once; changes no answer.
    package var batchSize: Int
    /// Threads of native models; changes no answer.
    package var threads: Int
    /// Asks again for what failed before.
    package var retriesFailed: Bool
    package var architectures: Catalog<any ModelArchitecture.Type>
    /// What the executable adds to the run's manifest.
    package var provenance: [String: JSONValue]

    package init(
        overrides: [String: String] = [:],
        textScorerPaths: [String: String] = [:],
        limit: Int? = nil,
        batchSize: Int = 8,
        threads: Int = 1,
        retriesFailed: Bool = false,
        architectures: Catalog<any ModelArchitecture.Type>,
        provenance: [String: JSONValue] = [:]
    ) {
        self.overrides = overrides
        self.textScorerPaths = textScorerPaths
        self.limit = limit
        self.batchSize = batchSize
        self.threads = threads
        self.retriesFailed = retriesFailed
        self.architectures = architectures
        self.provenance = provenance
    }
}
