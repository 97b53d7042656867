import Domain
import Storage

/// Some sentences of an example are shown; the model says how likely each is.
///
/// A causal language model gives the sum of the log-probabilities of the tokens from the start token, as
/// lm-evaluation-harness 0.4.13 does for an empty context, or of those after a context, with a space between
/// them. A masked language model gives a pseudo-log-likelihood: the sum over tokens that are masked one at a
/// time (``SentenceTokens``). The two are not to be compared with each other.
///
/// StereoSet's code differs in these points. For causal models it shows no start token before the second and
/// later tokens of a sentence, and gives 2 to the mean of log₂ p, which has the same order as the mean here.
/// After a context (its part `intersentence`) it asks a next-sentence head, of which other models are trained
/// one, how well the sentence follows; here the likelihood of the sentence after the context is taken, of a
/// masked language model with the context as the first text of a pair.
struct SentenceLikelihood: EvaluationTask {
    static let name = "sentence-likelihood"
    static let summary = "Says how likely each of some sentences is."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.likelihoods
    static let gives = [Outcome.Kind.likelihoods]
    static let options = [
        KnownOption(
            "choices_from",
            "The attribute of an example that has its sentences as a JSON array of texts, or the "
                + "attributes that have one each; the example's text is its one sentence."
        ),
        KnownOption("context", "Whether the sentences follow the example's text; false."),
        SentenceTokens.option,
        KnownOption(
            "scoring",
            "Whether a sentence's log-likelihood is the sum over its tokens or their mean; sum."
        ),
    ]

    private let attributes: [String]
    private let hasContext: Bool
    private let tokens: SentenceTokens
    private let isMean: Bool

    init(options: Settings) throws {
        attributes = try options.strings("choices_from") ?? []
        hasContext = try options.bool("context") ?? false
        tokens = try SentenceTokens(options)
        isMean = try options.choice("scoring", of: ["sum", "mean"]) == "mean"
        if attributes.isEmpty, hasContext || tokens != .all {
            throw options.error(
                at: hasContext ? "context" : SentenceTokens.option.name,
                "sentences that follow a text, or are compared, need 'choices_from'"
            )
        }
        if hasContext, tokens == .candidate {
            throw options.error(
                at: "context",
                "the text is a template for 'tokens: candidate' and cannot be a context as well"
            )
        }
    }

    var decoding: [String: JSONValue] { tokens.decoding }

    /// A mean over tokens is no likelihood of a text, which these metrics need.
    func objection(to metric: String, options: [String: JSONValue]) -> String? {
        guard isMean, ["perplexity", "bits_per_byte"].contains(metric) else { return nil }
        return "it needs the likelihood of the whole text; set the task's option 'scoring' to sum"
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        guard !attributes.isEmpty else {
            return [ModelRequest(task: Self.name, choices: [try example.requireText("text")])]
        }
        let isShown = hasContext || tokens == .candidate
        return [
            ModelRequest(
                task: Self.name,
                text: isShown ? try example.requireText("text") : nil,
                choices: try example.texts(of: attributes)
            )
        ]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        .each { [isMean] outputs in
            guard case .likelihoods(var texts) = outputs.first else { return .likelihoods([]) }
            if isMean {
                for index in texts.indices {
                    texts[index].logLikelihood /= Double(max(1, texts[index].tokens))
                    texts[index].tokens = 1
                }
            }
            return .likelihoods(texts)
        }
    }
}

/// Which tokens of a sentence a masked language model is asked for; the others only see all of them.
enum SentenceTokens: String, CaseIterable {
    /// Every token of the sentence (Salazar and others 2020).
    case all
    /// Those that all sentences of the example have in common (CrowS-Pairs).
    case shared
    /// The word that stands where the example's text has BLANK. Its score is the mean of its pieces'
    /// probabilities, each given those before it, and counts as one token (StereoSet). A causal language
    /// model is asked for the whole sentence.
    case candidate

    static let option = KnownOption(
        "tokens",
        "What a masked language model is asked for: all tokens, those that are shared by the "
            + "sentences, or the candidate in the place of BLANK in the example's text; all."
    )

    init(_ options: Settings) throws {
        let name = try options.choice(Self.option.name, of: Self.allCases.map(\.rawValue))
        self = name.flatMap(Self.init(rawValue:)) ?? .all
    }

    /// As a prediction is stored under.
    var decoding: [String: JSONValue] { [Self.option.name: .string(rawValue)] }
}
