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

    init(options: Settings) throws {}

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
