import Domain
import Testing

@testable import Scoring

/// What must hold for every metric, tried on random examples of the kind that it takes.
@Suite struct MetricLawTests {
    /// Options other than the defaults, so that each option's code is run.
    static let variants: [(name: String, options: [String: JSONValue])] = [
        ("top_k_accuracy", ["k": .integer(2)]),
        ("f1", ["average": .string("micro")]),
        ("f1", ["average": .string("weighted")]),
        ("expected_calibration_error", ["bins": .integer(4), "norm": .string("rms")]),
        ("expected_calibration_error", ["norm": .string("max")]),
        ("precision", ["average": .string("weighted")]),
        ("recall", ["average": .string("micro")]),
        ("auroc", ["positive": .string("b")]),
        ("auroc", ["average": .string("weighted"), "multiclass": .string("ovo")]),
        ("average_precision", ["positive": .string("a")]),
        ("average_precision", ["average": .string("weighted")]),
        ("brier_score", ["convention": .string("positive"), "positive": .string("c")]),
        ("equal_mass_calibration_error", ["bins": .integer(4), "norm": .string("rms")]),
        ("selective_accuracy", ["coverage": .number(0.5)]),
        ("temperature_scaling", ["held_out": .number(0.2)]),
        ("word_error_rate", ["normalizer": .string("basic")]),
        ("character_error_rate", ["normalizer": .string("basic")]),
        ("word_error_rate", ["normalizer": .string("whisper_english")]),
        ("match_error_rate", ["alignment": .string("jiwer")]),
        ("word_information_lost", ["alignment": .string("sclite"), "alternatives": .bool(true)]),
        ("phone_error_rate", ["folding": .string("none")]),
        ("anls", ["convention": .string("docvqa"), "threshold": .number(0.2)]),
        ("entity_f1", ["mode": .string("strict"), "part": .string("recall")]),
        ("perplexity", ["unit": .string("word")]),
        ("perplexity", ["unit": .string("byte")]),
        ("stereotype_share", ["part": .string("stereo"), "rounding": .string("none")]),
        ("stereotype_share", ["part": .string("antistereo"), "convention": .string("lm_eval")]),
        ("likelihood_bias", ["alpha": .number(0.5), "unit": .string("sentence")]),
        ("multiple_choice_accuracy", ["normalization": .string("characters")]),
        ("multiple_choice_accuracy", ["normalization": .string("unconditional")]),
        (
            "exact_match",
            [
                "regex": .string("[a-c]"), "ignore_case": .bool(true),
                "regexes_to_ignore": .array([.string("x+")]),
            ]
        ),
        ("majority_exact_match", ["responses": .integer(2), "ignore_case": .bool(true)]),
        ("ref_clip_score", ["convention": .string("repository")]),
        ("mean_reciprocal_rank", ["direction": .string("image_to_text")]),
        ("bleu", ["tokenizer": .string("intl"), "smoothing": .string("floor")]),
        ("chrf", ["word_order": .integer(2)]),
        ("translation_edit_rate", ["normalized": .bool(true), "punctuation": .bool(false)]),
        ("rouge", ["type": .string("rougeLsum"), "stemmer": .bool(true)]),
        ("rouge", ["type": .string("rouge1"), "part": .string("recall")]),
        ("bbq_bias_score", ["condition": .string("ambiguous")]),
        ("bbq_bias_score", ["convention": .string("lm_eval")]),
        ("occupation_correlation", ["share": .string("bergsma")]),
        ("recall_at_k", ["k": .integer(5), "direction": .string("image_to_text")]),
        ("toxicity_fraction", ["threshold": .number(0.3)]),
        ("expected_maximum_toxicity", ["statistic": .string("standard_deviation")]),
        ("toxicity_probability", ["comparison": .string(">"), "threshold": .number(0.8)]),
        ("sentiment_share", ["class": .string("negative"), "threshold": .number(0.05)]),
        ("sentiment_share", ["class": .string("neutral")]),
        ("regard", ["class": .string("other"), "scorer": .string("regard")]),
        ("gender_polarity", ["class": .string("neutral")]),
        ("demographic_representation", ["category": .string("race")]),
        ("stereotype_association", ["category": .string("race"), "target": .string("adjective")]),
    ]
    static let metrics = metricCatalog.names.map { (name: $0, options: [:]) } + variants

    /// What text scorers say of texts.
    static let textScores = [
        "toxicity", "compound", "positive", "negative", "neutral", "other", "male", "female",
    ]

    /// The attributes that metrics look at, with values that they may have.
    static let attributes: [String: [String]] = [
        "choices": [#"["a","b","c"]"#],
        "stereotyped_answer": ["0", "1"],
        "unknown_answer": ["2"],
        "question_polarity": ["neg", "nonneg"],
        "context_condition": ["ambig", "disambig"],
        "occupation": ["baker", "driver", "cook"],
        "gender": ["female", "male", "neutral"],
        "bls_pct_female": ["12.5", "58", "91"],
        "bergsma_pct_female": ["3", "40.25"],
        "direction": ["stereo", "antistereo"], "term": ["a", "b"], "axis": ["x"],
        "template": ["t", "u"], "descriptor": ["d", "e", "f"], "noun": ["n"],
        "descriptor_gender": ["", "", "female"],
        "query": [
            #"{"sel": 0, "agg": 0, "conds": []}"#,
            #"{"sel": 2, "agg": 3, "conds": [[0, 0, "A"], [1, 1, 5]]}"#,
        ],
    ]

    /// How many texts of an answer metrics look at that compare them; the others take any number.
    static let comparedTexts = [
        "stereotype_share": 2, "likelihood_difference": 2, "language_modeling_score": 3,
        "stereotype_score": 3, "icat": 3,
    ]

    @Test(arguments: metrics)
    func laws(name: String, options: [String: JSONValue]) throws {
        let type = try metricCatalog(name)
        try check(try type.init(options: options))
    }

    private func check<M: Metric>(_ metric: M) throws {
        let targets = M.targets.sorted { $0.rawValue < $1.rawValue }
        for target in targets.isEmpty ? [nil] : targets.map(Optional.some) {
            try check(metric, against: target)
        }
    }

    private func check<M: Metric>(_ metric: M, against kind: Target.Kind?) throws {
        var random = SeededRandom(seed: 7)
        let tallies = try (0..<40).compactMap { number in
            var (outcome, target) = Self.example(M.takes, kind, &random)
            if case .likelihoods(let texts) = outcome {
                let count = Self.comparedTexts[M.name] ?? (target == nil ? 1 : texts.count)
                outcome = .likelihoods(Array(texts.prefix(count)))
            }
            let attributes = Self.attributes.mapValues {
                $0.randomElement(using: &random) ?? ""
            }
            let example = ScoredExample(
                target: target,
                key: String(number),
                text: "a b",
                attributes: attributes,
                durationSeconds: Double.random(in: 1...9, using: &random),
                latencySeconds: Double.random(in: 1...9, using: &random)
            )
            return try metric.tally(outcome, of: example)
        }
        try #require(!tallies.isEmpty)
        func sum(_ tallies: some Sequence<M.Tally>) -> M.Tally {
            tallies.reduce(into: .zero) { $0 += $1 }
        }
        let total = sum(tallies)

        // No examples are undefined; some examples have a finite value.
        #expect(metric.value(.zero) == nil)
        let value = metric.value(total)
        #expect(value?.isFinite ?? !M.hasValue)
        #expect(M.hasValue == (value != nil))

        // Order-free.
        #expect(sum(tallies.reversed()) == total)
        #expect(sum(tallies.shuffled(using: &random)) == total)

        // Split and combine.
        for cut in [0, 1, 13, tallies.count] {
            var combined = sum(tallies[..<cut])
            combined += sum(tallies[cut...])
            #expect(combined == total)
            #expect(metric.value(combined) == value)
        }

        // So often at once is one at a time.
        var thrice = M.Tally.zero
        thrice.add(tallies[0], times: 3)
        thrice.add(tallies[1], times: 0)
        #expect(thrice == sum([tallies[0], tallies[0], tallies[0]]))

        // The reader gives the value of the weighted sum, of no tallies as well.
        let read = metric.reader(of: tallies)
        for _ in 0..<10 {
            let times = tallies.map { _ in Int.random(in: 0...3, using: &random) }
            var sum = M.Tally.zero
            for (tally, times) in zip(tallies, times) { sum.add(tally, times: times) }
            #expect(read(times) == metric.value(sum))
        }
        #expect(read(tallies.map { _ in 0 }) == nil)

        // Tallies survive being stored, alone and summed.
        for tally in tallies + [total, .zero] {
            #expect(M.Tally(stored: tally.stored) == tally)
        }
        for bad in ["", "null", "[-1,2]", "[1.5,2]", "{\"a\":1}", "[1", "[3,2]", "x"] {
            #expect(M.Tally(stored: bad) == nil, "\(bad)")
        }

        // Made from its parameters it is the same metric.
        let parameters = metric.parameters
        #expect(Set(parameters.keys) == Set(M.options.map(\.name)))
        #expect(try M(options: parameters).parameters == parameters)
    }

    /// A random example of the kind of answer and target.
    private static func example(
        _ kind: Outcome.Kind,
        _ target: Target.Kind?,
        _ random: inout SeededRandom
    ) -> (Outcome, Target?) {
        func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }
        func sentence() -> String {
            (0..<Int.random(in: 0...6, using: &random))
                .map { _ in pick(["a", "B", "c.", "dé"]) }.joined(separator: " ")
        }
        func text(_ kind: Target.Kind?) -> Target? {
            switch kind {
            case .text: .text(sentence())
            case .label: .label(pick(["a", "b", "c"]))
            case .answers: .answers([.init(pick(["1", "2", "x"]))])
            case .alternatives: .alternatives([sentence(), sentence()])
            case .tags: .tags(["a", "b", "c"].map { _ in pick(["O", "B-X", "I-X", "I-Y"]) })
            case nil: nil
            }
        }
        switch kind {
        case .labels:
            let shares = (0..<3).map { _ in Double.random(in: 0.1...1, using: &random) }
            let sum = shares.reduce(0, +)
            let labels = zip(["a", "b", "c"], shares)
                .map { ScoredLabel(label: $0, score: $1 / sum) }
                .sorted { $0.score > $1.score }
            return (.labels(labels), text(target))
        case .text: return (.text(sentence()), text(target))
        case .answers: return (.answers([pick(["1", "1.0", "x", "y"])]), text(target))
        case .ranks:
            let ranks = RetrievalRanks(
                imageOfText: Int.random(in: 1...9, using: &random),
                textOfImage: Bool.random(using: &random) ? 3 : nil
            )
            return (.ranks(ranks), nil)
        case .tags:
            return (.tags((0..<3).map { _ in pick(["O", "B-X", "I-X", "B-Y"]) }), text(target))
        case .likelihoods:
            let texts = ["a", "b", "c"].map { name in
                TextLikelihood(
                    text: name,
                    logLikelihood: -Double.random(in: 0.1...9, using: &random),
                    tokens: Int.random(in: 1...4, using: &random),
                    unconditional: -Double.random(in: 0.1...9, using: &random),
                    isGreedy: Bool.random(using: &random)
                )
            }
            return (.likelihoods(texts), text(target))
        case .texts:
            let people = [
                "she is a kind nurse", "he met a tired clerk", "a calm doctor, Chen, and Diaz",
            ]
            return (.texts([sentence(), pick(people)]), text(target))
        case .scoredTexts:
            let texts = (0..<3).map { _ in
                ScoredText(
                    text: sentence(),
                    scores: Dictionary(
                        uniqueKeysWithValues: Self.textScores.map {
                            ($0, Double.random(in: 0...1, using: &random))
                        }
                    )
                )
            }
            return (.scoredTexts(texts), text(target))
        case .similarity:
            let references = (0..<2).map { _ in Double.random(in: -1...1, using: &random) }
            let picture = Double.random(in: -1...1, using: &random)
            return (
                .similarity(CaptionSimilarity(picture: picture, references: references)),
                text(target)
            )
        }
    }

    @Test(arguments: metricCatalog.names)
    func describesItself(name: String) throws {
        let type = try metricCatalog(name)
        #expect(type.summary.hasSuffix("."))
        for option in type.options { #expect(option.summary.hasSuffix("."), "\(option.name)") }
        #expect(name.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber })
    }

    @Test(arguments: metricCatalog.names)
    func refusesAnAnswerOfAnotherKind(name: String) throws {
        let metric = try AnyMetric(name: name)
        let other: Outcome = metric.takes == .text ? .answers(["x"]) : .text("x")
        #expect(throws: MetricError.self) { try metric.score(other, target: .text("x")) }
    }
}
