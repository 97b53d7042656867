import Digests
import Domain
import Inference
import Storage

/// What language models are shown of an example: a template filled, after as many solved examples as are
/// asked for.
///
/// The solved examples of an example are drawn by its key and `fewshot_seed` alone, without replacement and
/// never itself, so that they are the same in every run, whatever is asked before. The words of the options
/// and their defaults are lm-evaluation-harness's (0.4.13).
struct Prompt: Sendable {
    static let options = [
        KnownOption(
            "prompt",
            "What a model is shown, with {text} and the names of attributes in braces; '{text}'."
        ),
        KnownOption("description", "A text before everything else; none."),
        KnownOption("num_fewshot", "How many solved examples come before; 0."),
        KnownOption("fewshot_split", "The split that solved examples are drawn from; 'train'."),
        KnownOption("fewshot_seed", "Of the drawing of solved examples; 0."),
        KnownOption("fewshot_delimiter", "Between solved examples; an empty line."),
        KnownOption("target_delimiter", "Between a solved example and its answer; a space."),
    ]

    private let template: PromptTemplate
    private let description: String
    private let count: Int
    private let split: String
    private let seed: UInt64
    private let delimiters: (example: String, target: String)
    private let settings: Settings
    private var pool: [Example] = []

    init(_ options: Settings) throws {
        settings = options
        template = try PromptTemplate(
            options.string("prompt") ?? "{text}",
            of: "prompt",
            in: options
        )
        description = try options.string("description") ?? ""
        count = try options.integer("num_fewshot", in: 0...1_000) ?? 0
        split = try options.string("fewshot_split") ?? "train"
        seed = UInt64(try options.integer("fewshot_seed", in: 0...Int.max) ?? 0)
        delimiters = (
            try options.string("fewshot_delimiter") ?? "\n\n",
            try options.string("target_delimiter") ?? " "
        )
    }

    /// The same with the examples that solved ones are drawn from.
    ///
    /// - Parameter examples: Of a split, those with a text and a target; empty if there is no such split.
    /// - Returns: Itself, unless its options ask for some.
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` if there are fewer than are asked for.
    func completed(with examples: (String) throws -> [Example]) throws -> Prompt {
        guard count > 0 else { return self }
        var result = self
        result.pool = try examples(split).filter { $0.target != nil }
        // One more, since an example is not shown itself.
        guard result.pool.count > count else {
            throw settings.error(
                at: "num_fewshot",
                "'num_fewshot' asks for \(count) solved examples and the split '\(split)' has "
                    + "\(result.pool.count) with a target; name another by 'fewshot_split'"
            )
        }
        return result
    }

    /// What is shown of an example.
    ///
    /// - Parameters:
    ///   - example: What is asked about.
    ///   - answer: A solved example's answer in the words of the task.
    ///   - question: What the task makes of an example's filled template, such as adding choices.
    /// - Returns: The description, the solved examples with their answers, and the example itself.
    /// - Throws: ``PredictionFailure`` if the example, or a solved one, lacks a part.
    func text(
        for example: Example,
        answer: (Example) throws(PredictionFailure) -> String,
        question: (Example, String) throws(PredictionFailure) -> String = { _, text in text }
    ) throws(PredictionFailure) -> String {
        var result = description
        for shot in shots(for: example) {
            result += try question(shot, template.text(for: shot))
            result += delimiters.target
            result += try answer(shot)
            result += delimiters.example
        }
        return result + (try question(example, template.text(for: example)))
    }

    private func shots(for example: Example) -> [Example] {
        guard count > 0 else { return [] }
        var hasher = SHA256Hasher()
        hasher.update(field: example.split)
        hasher.update(field: example.key)
        let key = hasher.finish().short.withBytes { $0.load(as: UInt64.self).bigEndian }
        var shots: [Example] = []
        var taken: Set<Int> = []
        var draw = 0
        while shots.count < count {
            let unit = CounterRandom.unit(seed: seed, prompt: key, sample: 0, position: draw)
            draw += 1
            let index = min(pool.count - 1, Int(unit * Double(pool.count)))
            let shot = pool[index]
            let isItself = shot.key == example.key && shot.split == example.split
            guard !isItself, taken.insert(index).inserted else { continue }
            shots.append(shot)
        }
        return shots
    }
}
