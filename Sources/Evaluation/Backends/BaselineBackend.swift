import Digests
import Domain
import Storage

/// Answers that need no model: what a real one has to beat.
struct BaselineBackend: Backend {
    static let name = "baseline"
    static let summary = "Answers without looking: the majority class, or at random."
    static let settings = [
        KnownOption("strategy", "majority, random, or constant (the cheapest answer, for timing)")
    ]
    static let pathSetting: String? = nil

    private let context: BackendContext
    private let strategy: Strategy

    enum Strategy: String, CaseIterable {
        case majority, random, constant
    }

    init(_ context: BackendContext) throws {
        self.context = context
        let name = try context.settings.requiredString("strategy")
        guard let strategy = Strategy(rawValue: name) else {
            let unknown = UnknownNameError(
                kind: "strategy",
                name: name,
                known: Strategy.allCases.map(\.rawValue)
            )
            throw context.settings.error(at: "strategy", unknown.description)
        }
        self.strategy = strategy
    }

    func model(for task: TaskContext) throws -> any Model {
        switch (task.output, strategy) {
        case (.labels, .majority): MajorityClass(try fit(task), topK: task.topK)
        case (.labels, .random):
            RandomClass(try fit(task), topK: task.topK, seed: context.seed)
        case (.labels, .constant): ConstantAnswer(.labels([ScoredLabel(label: "", score: 1)]))
        case (.text, _): ConstantAnswer(.text(""), says: "answers everything with an empty text")
        case (.tableAnswer, .constant):
            ConstantAnswer(.tableAnswer(TableAnswer(answer: "", cells: [])))
        case (.tableAnswer, .random): RandomCell(seed: context.seed)
        case (.embedding, .constant): ConstantAnswer(.embedding([1]))
        case (.embedding, .random): RandomEmbedding(seed: context.seed)
        case (.likelihoods, .constant), (.likelihoods, .random):
            UnknowingLikelihoods(seed: strategy == .random ? context.seed : nil)
        case (.tableAnswer, .majority), (.embedding, .majority), (.likelihoods, .majority):
            throw context.settings.error(
                at: "strategy",
                "the task \(task.task) has no majority class; use 'strategy: random'"
            )
        case (.entities, _): ConstantAnswer(.entities([]), says: "finds nothing in any text")
        case (.tokenEmbeddings, _), (.fillings, _):
            throw context.settings.error("there is no baseline for the task \(task.task)")
        }
    }

    private func fit(_ task: TaskContext) throws -> FittedLabels {
        let labels = try task.labels()
        guard !labels.counts.isEmpty else {
            throw context.settings.error(
                "a baseline is fitted on labels and \(labels.source) has none"
            )
        }
        return labels
    }
}

/// Names the classes in the order of their frequency, whatever it is shown.
private struct MajorityClass: Model {
    let identity: ModelIdentity
    let batching = Batching.unlimited
    private let output: ModelOutput

    init(_ labels: FittedLabels, topK: Int) {
        let total = Double(labels.counts.reduce(0) { $0 + $1.count })
        output = .labels(
            labels.counts.prefix(topK).map {
                ScoredLabel(label: $0.label, score: Double($0.count) / total)
            }
        )
        identity = ModelIdentity(
            backend: BaselineBackend.name,
            describing: labels.described("names the most frequent class", strategy: "majority")
        )
    }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        Array(repeating: Answer(.success(output)), count: questions.count)
    }
}

/// Names classes drawn uniformly, seeded by the request, so that neither order nor batches matter.
private struct RandomClass: Model {
    let identity: ModelIdentity
    let batching = Batching.unlimited
    private let labels: [String]
    private let topK: Int
    private let seed: UInt64

    init(_ labels: FittedLabels, topK: Int, seed: UInt64) {
        self.labels = labels.counts.map(\.label).sorted()
        self.topK = topK
        self.seed = seed
        var description = labels.described("names classes uniformly at random", strategy: "random")
        description["seed"] = .integer(Int(truncatingIfNeeded: seed))
        identity = ModelIdentity(backend: BaselineBackend.name, describing: description)
    }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        questions.map { question in
            var generator = RequestGenerator(question.digest, seed: seed)
            let drawn = labels.shuffled(using: &generator).prefix(topK)
            let score = 1 / Double(labels.count)
            return Answer(.success(.labels(drawn.map { ScoredLabel(label: $0, score: score) })))
        }
    }
}

/// Gives every request the same answer.
private struct ConstantAnswer: Model {
    let identity: ModelIdentity
    let batching = Batching.unlimited
    private let output: ModelOutput

    init(_ output: ModelOutput, says: String = "gives every request one answer, for timing") {
        self.output = output
        identity = ModelIdentity(
            backend: BaselineBackend.name,
            describing: [
                "strategy": .string("constant"), "says": .string(says), "answer": output.json,
            ]
        )
    }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        Array(repeating: Answer(.success(output)), count: questions.count)
    }
}

/// Answers a table question with a cell drawn uniformly.
private struct RandomCell: Model {
    let identity: ModelIdentity
    let batching = Batching.unlimited
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        identity = ModelIdentity(
            backend: BaselineBackend.name,
            describing: [
                "strategy": .string("random"), "says": .string("picks a cell of the table"),
                "seed": .integer(Int(truncatingIfNeeded: seed)),
            ]
        )
    }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        questions.map { question in
            do {
                guard let medium = question.request.medium else {
                    return .failed("the request has no table")
                }
                let table = try Table(storedBytes: media.bytes(of: medium))
                guard !table.rows.isEmpty, !table.header.isEmpty else {
                    return .failed("the table has no cells")
                }
                var generator = RequestGenerator(question.digest, seed: seed)
                let row = Int.random(in: table.rows.indices, using: &generator)
                let column = Int.random(in: table.header.indices, using: &generator)
                let cell = table.rows[row][column]
                return Answer(
                    .success(
                        .tableAnswer(
                            TableAnswer(answer: cell, coordinates: [[row, column]], cells: [cell])
                        )
                    )
                )
            } catch {
                return .failed("\(error)")
            }
        }
    }
}

/// Embeds captions and pictures at random points.
private struct RandomEmbedding: Model {
    let identity: ModelIdentity
    let batching = Batching.unlimited
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        identity = ModelIdentity(
            backend: BaselineBackend.name,
            describing: [
                "strategy": .string("random"), "says": .string("embeds everything at random"),
                "seed": .integer(Int(truncatingIfNeeded: seed)),
            ]
        )
    }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        questions.map { question in
            var generator = RequestGenerator(question.digest, seed: seed)
            return Answer(
                .success(
                    .embedding((0..<16).map { _ in Float.random(in: -1...1, using: &generator) })
                )
            )
        }
    }
}

/// Gives every byte of a text one chance in 256.
///
/// Of several texts each has the same chance, whatever its length; with a seed it is drawn which is
/// likeliest.
private struct UnknowingLikelihoods: Model {
    let identity: ModelIdentity
    let batching = Batching.unlimited
    private let seed: UInt64?

    init(seed: UInt64?) {
        self.seed = seed
        var description: [String: JSONValue] = [
            "strategy": .string(seed == nil ? "constant" : "random"),
            "says": .string("gives every byte of a text one chance in 256"),
        ]
        if let seed { description["seed"] = .integer(Int(truncatingIfNeeded: seed)) }
        identity = ModelIdentity(backend: BaselineBackend.name, describing: description)
    }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        questions.map { question in
            let texts = question.request.choices ?? [question.request.text ?? ""]
            var generator = RequestGenerator(question.digest, seed: seed ?? 0)
            return Answer(
                .success(
                    .likelihoods(
                        texts.map { text in
                            let bytes = text.utf8.count
                            let isDrawn = seed != nil && texts.count > 1
                            let drawn = isDrawn ? Double.random(in: 0..<1, using: &generator) : 0
                            let length = texts.count == 1 ? Double(bytes) : 1
                            return TextLikelihood(
                                text: text,
                                logLikelihood: -length * 8 * 0.693_147_180_559_945_3 - drawn,
                                tokens: bytes
                            )
                        }
                    )
                )
            )
        }
    }
}

extension FittedLabels {
    fileprivate func described(_ says: String, strategy: String) -> [String: JSONValue] {
        [
            "strategy": .string(strategy), "says": .string(says), "fittedOn": .string(source),
            "labels": .object(
                Dictionary(
                    counts.map { ($0.label, .integer($0.count)) },
                    uniquingKeysWith: { first, _ in first }
                )
            ),
        ]
    }
}

/// Random numbers that depend on a request and the run's seed alone.
///
/// The generator is SplitMix64 (Steele, Lea and Flood 2014).
private struct RequestGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ digest: SHA256Digest, seed: UInt64) {
        var hasher = SHA256Hasher()
        hasher.update(field: digest.hexadecimal)
        hasher.update(field: String(seed))
        state = UInt64(hasher.finish().hexadecimal.prefix(16), radix: 16) ?? seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
