import Domain
import Storage

/// A text of any length is shown; the model says how likely it is, every token given those before it.
///
/// Source: lm-evaluation-harness 0.4.13, output type `loglikelihood_rolling`.
struct Perplexity: EvaluationTask {
    static let name = "perplexity"
    static let summary = "Says how likely a text of any length is."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.likelihoods
    static let gives = [Outcome.Kind.likelihoods]

    static let options = [
        KnownOption(
            "stride",
            "How far windows advance, each scoring what those before it did not, as in Hugging Face's "
                + "page on perplexity; without it, lm-evaluation-harness's windows."
        ),
        KnownOption("window", "The tokens of a window with 'stride'; all that the model takes."),
    ]

    let decoding: [String: JSONValue]

    init(options: Settings) throws {
        var decoding: [String: JSONValue] = [:]
        if let stride = try options.integer("stride", in: 1...Int.max) {
            decoding["stride"] = .integer(stride)
        }
        if let window = try options.integer("window", in: 2...Int.max) {
            guard decoding["stride"] != nil else {
                throw options.error(at: "window", "'window' needs 'stride'")
            }
            decoding["window"] = .integer(window)
        }
        self.decoding = decoding
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, text: try example.requireText("text"))]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        .each { outputs in
            guard case .likelihoods(let texts) = outputs.first else { return .likelihoods([]) }
            return .likelihoods(texts)
        }
    }
}
