package import Domain

/// A task that native models do: which role it needs, how that role answers requests, and what
/// `assay predict` is given.
///
/// One conformer a file, listed in ``nativePipelineCatalog``.
package protocol NativePipeline: Sendable {
    /// As Hugging Face names the pipeline.
    static var task: String { get }
    /// One sentence: what a model is asked.
    static var summary: String { get }
    /// What the inputs of `assay predict` are: "PNG or JPEG files".
    static var inputs: String { get }
    /// The options that decide an answer.
    static var options: [KnownOption] { get }

    /// The options with defaults filled in, as predictions are stored under.
    ///
    /// - Throws: ``EvaluationError`` for a value that makes no sense.
    static func decoding(_ options: Settings) throws -> [String: JSONValue]

    /// The files that the options name, by digest: absolute paths.
    static func files(_ options: Settings) throws -> [String: String]

    /// A model that answers requests in the role that the task needs; nil if the checkpoint has
    /// another.
    ///
    /// - Throws: What stops a model that has the role.
    static func model(_ context: NativeContext) throws -> (any Model)?

    /// The requests that the inputs of `assay predict` make.
    ///
    /// - Throws: ``PredictionFailure`` or what reading a file throws.
    static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest]

    /// What people should know of how a request is answered; nil for nothing.
    static func note(on request: ModelRequest, _ context: NativeContext) -> String?

    /// An answer as `assay predict` prints it; the pipeline's shape.
    static func json(_ output: ModelOutput, to request: ModelRequest) -> JSONValue

    /// An answer for people, a line each, columns between tabs.
    static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]]
}

extension NativePipeline {
    package static func files(_ options: Settings) throws -> [String: String] { [:] }

    package static func note(on request: ModelRequest, _ context: NativeContext) -> String? { nil }

    package static func json(_ output: ModelOutput, to request: ModelRequest) -> JSONValue {
        output.json
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        switch output {
        case .labels(let labels): labels.map { [$0.label, JSONValue.number($0.score).text] }
        default: [[output.plain ?? output.json.text]]
        }
    }
}

/// What a pipeline makes a model of.
package struct NativeContext: Sendable {
    /// The loaded checkpoint in whatever roles it has.
    package let role: any Sendable
    package let identity: ModelIdentity
    /// The checkpoint's folder.
    package let folder: String
    /// The task's options, defaults filled in.
    package let decoding: [String: JSONValue]
    /// The files that the options name, by digest: absolute paths.
    package let files: [String: String]
    /// How many threads may prepare requests.
    package let threads: Int

    package init(
        role: any Sendable,
        identity: ModelIdentity,
        folder: String,
        decoding: [String: JSONValue],
        files: [String: String] = [:],
        threads: Int
    ) {
        self.role = role
        self.identity = identity
        self.folder = folder
        self.decoding = decoding
        self.files = files
        self.threads = threads
    }
}
