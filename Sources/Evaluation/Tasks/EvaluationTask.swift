package import Domain
package import Storage

/// A kind of task: what is asked of a model about an example, and what its answer means.
package protocol EvaluationTask: Sendable {
    /// As Hugging Face names the pipeline.
    static var name: String { get }
    /// One sentence: what the model is shown and what it should say.
    static var summary: String { get }
    /// The datasets whose examples can be asked.
    static var datasets: Set<DatasetKind> { get }
    /// The shape of a model's answers.
    static var output: ModelOutput.Kind { get }
    /// What metrics can be given, the usual one first.
    static var gives: [Outcome.Kind] { get }
    /// The decoding options it knows.
    static var options: [KnownOption] { get }
    /// The native pipeline that answers its requests, usually the one of its own name.
    static var pipeline: String { get }
    /// The number of requests that an example makes.
    static var requestsPerExample: Int { get }

    /// Makes the task; unknown options are refused before.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` for a value that makes no sense.
    init(options: Settings) throws

    /// Everything that decides a model's answer beside model and request, defaults filled in.
    var decoding: [String: JSONValue] { get }

    /// The task with what its options leave to the dataset filled in.
    ///
    /// - Parameter labels: Counts the labels of the examples that are asked about, and names them in the
    ///   order of the alphabet.
    /// - Returns: Itself, unless the options left something out.
    /// - Throws: What counting throws, or ``EvaluationError`` if there are none.
    func completed(with labels: () throws -> [String]) throws -> Self

    /// The task with the solved examples that its prompts show.
    ///
    /// - Parameter examples: Reads a split of the dataset that is asked about.
    /// - Returns: Itself, unless its options ask for some.
    /// - Throws: What reading throws, or ``EvaluationError`` if there are too few.
    func prompted(with examples: (String) throws -> [Example]) throws -> Self

    /// The files that the options name, by digest, which is what ``decoding`` has of them: absolute
    /// paths.
    var files: [String: String] { get }

    /// Says why a metric with these options has no meaning under the task's options; nil if it has.
    func objection(to metric: String, options: [String: JSONValue]) -> String?

    /// The questions that an example makes, ``requestsPerExample`` of them.
    ///
    /// - Throws: ``PredictionFailure`` if the example lacks what the task needs.
    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest]

    /// How metrics of a kind are fed, one of ``gives``.
    func outcomes(_ kind: Outcome.Kind) -> Outcomes
}

extension EvaluationTask {
    package static var options: [KnownOption] { [] }
    package static var pipeline: String { name }
    package static var requestsPerExample: Int { 1 }
    package var decoding: [String: JSONValue] { [:] }
    package func completed(with labels: () throws -> [String]) throws -> Self { self }
    package func prompted(with examples: (String) throws -> [Example]) throws -> Self { self }
    package var files: [String: String] { [:] }
    package func objection(to metric: String, options: [String: JSONValue]) -> String? { nil }
}

/// How outcomes come from answers.
package enum Outcomes: Sendable {
    /// Each example's by itself, from the answers to its requests.
    case each(@Sendable ([ModelOutput]) throws -> Outcome)
    /// Each example's by itself, from the example as well and, where it has one, its medium.
    case eachExample(@Sendable (AnsweredExample, any MediaSource) throws -> Outcome)
    /// All examples' together.
    case together(@Sendable ([AnsweredExample]) throws -> [Outcome])
}

/// An example whose requests were all answered.
package struct AnsweredExample: Sendable {
    package var example: Example
    /// In the order of the requests.
    package var outputs: [ModelOutput]

    package init(example: Example, outputs: [ModelOutput]) {
        self.example = example
        self.outputs = outputs
    }
}
