import Architectures
import Checkpoints
import Domain
import Foundation
import Inference
import Kernels
import Layers
import Tensors
import TestSupport
import Testing

/// Generation and likelihoods of every decoder against what the reference implementation recorded.
struct DecoderTests {
    /// The fixtures of the decoder families and, where it is there, the shared oracle's folders.
    static let folders: [String] = {
        let families = ["gpt2", "gpt_neo", "gptj", "llama"]
        var folders = families.flatMap { family in
            ["a", "b"].map { RepositoryPaths.fixtures + "/models/\(family)/\($0)" }
        }
        folders += (families + ["llama_lowp"]).compactMap { RepositoryPaths.oracle($0 + "-a") }
        return folders
    }()

    // MARK: - Greedy and beams

    @Test(arguments: folders)
    func greedyTokensAreTheReferences(_ folder: String) throws {
        let (model, json) = try open(folder)
        let recorded = try #require(json.value("greedy")?.array)
        var settings = GenerationSettings()
        settings.maximumNewTokens = 12
        let prompts = try recorded.map { try ids($0["prompt_ids"]) }
        for batch in [1, 16] {
            let answers = try TextGenerator(model, settings, batchSize: batch)
                .answers(toTokens: prompts)
            for (answer, record) in zip(answers, recorded) {
                let expected = try ids(record["ids"])
                #expect(answer.count == 1)
                #expect(answer[0].prompt + answer[0].tokens == expected)
                #expect(answer[0].end == .length)
            }
        }
    }

    @Test(arguments: folders)
    func penaltiesAreTheReferences(_ folder: String) throws {
        let (model, json) = try open(folder)
        let record = try #require(json.value("greedy_penalised"))
        var settings = GenerationSettings()
        settings.repetitionPenalty = 1.3
        settings.noRepeatNGramSize = 2
        settings.maximumNewTokens = 12
        let answers = try TextGenerator(model, settings)
            .answers(toTokens: [try prompt(folder)])
        let expected = try ids(record["ids"]?.array?.first)
        #expect(answers[0][0].prompt + answers[0][0].tokens == expected)
    }

    @Test(arguments: folders)
    func beamsAreTheReferences(_ folder: String) throws {
        let (model, json) = try open(folder)
        let records = try #require(json.value("beams")?.array ?? json.value("beam").map { [$0] })
        for record in records {
            var settings = GenerationSettings()
            settings.beams = try #require(record["num_beams"]?.integer)
            settings.returnedSequences = try #require(record["num_return_sequences"]?.integer)
            settings.maximumNewTokens = record["max_new_tokens"]?.integer
            settings.lengthPenalty = try #require(record["length_penalty"]?.number)
            switch record["early_stopping"] {
            case .some(.bool(true)): settings.earlyStopping = .always
            case .some(.string): settings.earlyStopping = .never
            default: settings.earlyStopping = .likely
            }
            settings.endTokens = record["eos_token_id"]?.array?.compactMap(\.integer) ?? []
            let answers = try TextGenerator(model, settings)
                .answers(toTokens: [try prompt(folder)])[0]
            let expected = try #require(record["ids"]?.array).map { ids in try self.ids(ids) }
            // The reference puts the first end token in the place of whichever ended an answer.
            let found = answers.map { answer in
                var tokens = answer.prompt + answer.tokens
                if case .endToken = answer.end { tokens[tokens.count - 1] = settings.endTokens[0] }
                return tokens
            }
            #expect(found == expected)
            let scores = try #require(record["scores"]?.array).compactMap(\.number)
            for (answer, score) in zip(answers, scores) {
                let found = try #require(answer.score)
                #expect(abs(found - score) < 1e-4)
            }
        }
    }

    // MARK: - Scores

    @Test(arguments: folders)
    func changedScoresAreTheReferences(_ folder: String) throws {
        let recorded = try RecordedCalls(folder: folder)
        let tokens = try prompt(folder)
        var plain = GenerationSettings()
        plain.samples = true
        plain.topK = 0
        func settings(_ change: (inout GenerationSettings) -> Void) -> GenerationSettings {
            var settings = plain
            change(&settings)
            return settings
        }
        let cases: [(String, GenerationSettings)] = [
            ("_temp0.7_topk5", settings { ($0.temperature, $0.topK) = (0.7, 5) }),
            ("_topp0.8", settings { $0.topP = 0.8 }),
            ("_reppen1.3", settings { $0.repetitionPenalty = 1.3 }),
            (
                "_all",
                settings {
                    ($0.repetitionPenalty, $0.temperature) = (1.3, 0.7)
                    ($0.topK, $0.topP) = (9, 0.9)
                }
            ),
        ]
        for (name, settings) in cases where recorded.tensors["out.next_logits" + name] != nil {
            var scores = try recorded.tensor("out.next_logits").values
            let steps = LogitsSteps(settings, promptLength: tokens.count)
            scores.withUnsafeMutableBufferPointer { steps.apply(to: $0, tokens: tokens) }
            let expected = try recorded.tensor("out.next_logits" + name).values
            for (found, expected) in zip(scores, expected) {
                #expect(abs(max(found, -1e30) - expected) < 1e-5, "\(name)")
            }
        }
    }

    @Test(arguments: folders)
    func likelihoodsAreTheReferences(_ folder: String) throws {
        let (model, _) = try open(folder)
        let tokens = try prompt(folder)
        let expected = try RecordedCalls(folder: folder).tensor("out.token_logprobs").values
        let whole = try ScoredTokens(
            context: [tokens[0]],
            continuation: Array(tokens.dropFirst()),
            contextLength: model.contextLength
        )
        let found = try LikelihoodScorer(model).likelihoods([whole])[0]
        #expect(found.logProbabilities.count == expected.count)
        for (found, expected) in zip(found.logProbabilities, expected) {
            #expect(abs(found - Double(expected)) < 1e-4)
        }
        let total = expected.reduce(0) { $0 + Double($1) }
        #expect(abs(found.sum - total) < 1e-3)
    }

    // MARK: - What must change nothing

    /// Running a text token by token, in parts of any size, gives what running it whole gives.
    @Test(arguments: folders)
    func keptKeysGiveWhatAWholePassGives(_ folder: String) throws {
        let (model, _) = try open(folder)
        let tokens = try prompt(folder)
        let whole = try model.states([TokenSegment(tokens)])
        for part in [1, 2, 5] {
            let cache = model.cache()
            var rows: [[Float]] = []
            for start in stride(from: 0, to: tokens.count, by: part) {
                let own = Array(tokens[start..<min(start + part, tokens.count)])
                let states = try model.states([TokenSegment(own, .extending(cache))])
                rows += (0..<states.rows).map(states.row)
            }
            #expect(cache.count == tokens.count)
            #expect(cache.sizeBytes % (KVCache.block * model.cacheShape.bytesPerToken) == 0)
            for (row, values) in rows.enumerated() {
                for (found, expected) in zip(values, whole.row(row)) {
                    #expect(abs(found - expected) < 1e-5)
                }
            }
        }
    }

    /// Neither what runs beside a sequence nor the number of threads changes a bit of it.
    @Test(arguments: folders)
    func companyAndThreadsChangeNoBit(_ folder: String) throws {
        let (model, _) = try open(folder)
        let (other, _) = try open(folder, threads: 3)
        let tokens = try prompt(folder)
        let alone = try model.states([TokenSegment(tokens)])
        let company = [Array(tokens.prefix(2)), tokens, Array(tokens.suffix(5)), [tokens[1]]]
        for model in [model, other] {
            let cached = company.map { (tokens: $0, cache: model.cache()) }
            let together = try model.states(company.map { TokenSegment($0) })
            let kept = try model.states(
                cached.map { TokenSegment($0.tokens, .extending($0.cache)) }
            )
            for row in tokens.indices {
                #expect(together.row(2 + row) == alone.row(row))
                #expect(kept.row(2 + row) == alone.row(row))
            }
        }
    }

    @Test(arguments: folders)
    func batchesAndThreadsDrawTheSameTokens(_ folder: String) throws {
        let (model, _) = try open(folder)
        let (other, _) = try open(folder, threads: 3)
        let tokens = try prompt(folder)
        let prompts = (1...tokens.count).map { Array(tokens.prefix($0)) } + [tokens]
        var settings = GenerationSettings()
        settings.samples = true
        settings.temperature = 0.9
        settings.topK = 20
        settings.returnedSequences = 3
        settings.maximumNewTokens = 6
        settings.seed = 7
        settings.endTokens = [5, 9]
        let first = try TextGenerator(model, settings, batchSize: 1).answers(toTokens: prompts)
        #expect(first.allSatisfy { $0.count == 3 })
        // Equal prompts draw equal tokens; the answers to one prompt differ somewhere.
        #expect(first[tokens.count - 1] == first[tokens.count])
        #expect(first.contains { Set($0.map(\.tokens)).count > 1 })
        for (model, batch) in [(model, 2), (model, 5), (model, 64), (other, 7)] {
            let again = try TextGenerator(model, settings, batchSize: batch)
                .answers(toTokens: prompts)
            #expect(again == first)
        }
        settings.seed = 8
        #expect(try TextGenerator(model, settings).answers(toTokens: prompts) != first)
    }

    /// Sharing beginnings changes no likelihood, and runs each once.
    @Test(arguments: folders)
    func sharedBeginningsChangeNothing(_ folder: String) throws {
        let (model, _) = try open(folder)
        let tokens = try prompt(folder)
        let context = Array((tokens + tokens).prefix(model.contextLength - 4))
        var requests: [ScoredTokens] = []
        for given in [
            context, Array(context.dropLast(3)), [context[0]], Array(context.dropFirst()),
        ] {
            for continuation in [[1], [2], [1, 4], [1, 4, 3], [3, 3]] {
                requests.append(
                    try ScoredTokens(
                        context: given,
                        continuation: continuation,
                        contextLength: model.contextLength
                    )
                )
            }
        }
        let scorer = LikelihoodScorer(model)
        let together = try scorer.likelihoods(requests)
        for (request, found) in zip(requests, together) {
            let alone = try scorer.likelihoods([request])[0]
            #expect(found.isBest == alone.isBest)
            #expect(found.logProbabilities.count == request.count)
            for (one, other) in zip(found.logProbabilities, alone.logProbabilities) {
                #expect(abs(one - other) < 1e-5)
            }
        }
        let work = LikelihoodScorer.work(requests)
        #expect(work.run < work.asked / 2)
    }

    // MARK: - The context's end

    @Test func aPromptThatDoesNotFitIsRefusedOrCut() throws {
        let (model, _) = try open(Self.folders[0])
        let prompt = (0..<40).map { $0 % 60 }
        var settings = GenerationSettings()
        settings.maximumNewTokens = 4
        #expect(throws: InferenceError.contextLength(tokens: 41, limit: 32)) {
            try TextGenerator(model, settings).answers(toTokens: [prompt])
        }
        settings.truncatesPrompt = true
        let cut = try TextGenerator(model, settings).answers(toTokens: [prompt])[0][0]
        #expect(cut.prompt == Array(prompt.suffix(28)))
        #expect(cut.tokens.count == 4)
        // Without room for all that is asked for, an answer ends with the context.
        settings.truncatesPrompt = false
        let short = try TextGenerator(model, settings)
            .answers(toTokens: [Array(prompt.prefix(30))])[0][0]
        #expect(short.tokens.count == 2)
        #expect(short.end == .context)
        #expect(throws: InferenceError.tokenOutOfRange(id: 70, count: 70)) {
            try TextGenerator(model, settings).answers(toTokens: [[70]])
        }
    }

    @Test func anEndTokenEndsAnAnswer() throws {
        let (model, json) = try open(Self.folders[0])
        let record = try #require(json.value("greedy")?.array?.first)
        let prompt = try ids(record["prompt_ids"])
        let tokens = try ids(record["ids"]).dropFirst(prompt.count)
        let end = try #require(tokens.dropFirst(4).first)
        let count = try #require(tokens.firstIndex(of: end)) - tokens.startIndex + 1
        var settings = GenerationSettings()
        settings.maximumNewTokens = 12
        settings.endTokens = [end]
        let answer = try TextGenerator(model, settings).answers(toTokens: [prompt])[0][0]
        #expect(answer.tokens == Array(tokens.prefix(count)))
        #expect(answer.end == .endToken(end))
        settings.minimumNewTokens = 8
        let longer = try TextGenerator(model, settings).answers(toTokens: [prompt])[0][0]
        #expect(longer.tokens.count >= 9)
        #expect(!longer.tokens.prefix(8).contains(end))
    }

    // MARK: - Files

    // MARK: - What cannot be answered

    @Test func weightsThatAreNoNumbersAreAnError() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "assay-damaged-\(UUID().uuidString)").path
        let sound = RepositoryPaths.fixtures + "/models/gpt2/a"
        try FileManager.default.copyItem(atPath: sound, toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = URL(filePath: folder + "/model.safetensors")
        var bytes = try Data(contentsOf: file)
        let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        // All bits set is no number, in any floating-point type.
        for index in 8 + header..<bytes.count { bytes[index] = 0xff }
        try bytes.write(to: file)

        let (model, _) = try open(folder)
        for change: (inout GenerationSettings) -> Void in [
            { _ in }, { $0.samples = true }, { $0.beams = 3 },
        ] {
            var settings = GenerationSettings()
            settings.maximumNewTokens = 3
            change(&settings)
            #expect(throws: InferenceError.notFinite) {
                try TextGenerator(model, settings).answers(toTokens: [[1, 2]])
            }
        }
        #expect(throws: InferenceError.notFinite) {
            try LikelihoodScorer(model).likelihoods([
                ScoredTokens(
                    context: [1, 2],
                    continuation: [3],
                    contextLength: model.contextLength
                )
            ])
        }
    }

    /// Room for layers is made before they are read, so a broken number of them is refused first.
    @Test(arguments: [
        ("gpt2", "n_layer"), ("gptj", "n_layer"), ("gpt_neo", "num_layers"),
        ("llama", "num_hidden_layers"),
    ])
    func layersBeyondNumberAreRefused(_ family: String, _ key: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "assay-layers-\(UUID().uuidString)").path
        let sound = RepositoryPaths.fixtures + "/models/\(family)/a"
        try FileManager.default.copyItem(atPath: sound, toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = URL(filePath: folder + "/config.json")
        var members = try #require(JSONValue(parsing: Array(Data(contentsOf: file))).object)
        #expect(members[key]?.integer != nil)
        members[key] = .integer(1_000_000_000)
        try Data(JSONValue.object(members).text.utf8).write(to: file)
        let error = #expect(throws: CheckpointError.self) { try open(folder) }
        #expect(
            error?.description == "\(folder)/config.json: '\(key)' should be a whole number "
                + "from 1 to 10000, found 1000000000"
        )
    }

    /// No beam goes on where every token ends an answer.
    @Test func beamsEndWhereEveryTokenDoes() throws {
        let (model, _) = try open(RepositoryPaths.fixtures + "/models/gpt2/a")
        var settings = GenerationSettings()
        settings.beams = 2
        settings.returnedSequences = 2
        settings.maximumNewTokens = 5
        settings.endTokens = Array(0..<model.tokenCount)
        let answers = try TextGenerator(model, settings).answers(toTokens: [[1, 2]])
        #expect(answers[0].map(\.tokens.count) == [1, 1])
        #expect(answers[0][0].score ?? 0 >= answers[0][1].score ?? 0)
    }

    private func open(
        _ folder: String,
        threads: Int = 1
    ) throws -> (any CausalLanguageModel, ConfigurationScope) {
        let model = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: threads)
        return (
            try #require(model.role as? any CausalLanguageModel),
            try ConfigurationScope(file: folder + "/io.json")
        )
    }

    private func prompt(_ folder: String) throws -> [Int] {
        try RecordedCalls(folder: folder).tensor("in.input_ids").values.map { Int($0) }
    }

    private func ids(_ value: JSONValue?) throws -> [Int] {
        try #require(value?.array).compactMap(\.integer)
    }
}
