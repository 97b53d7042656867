import Kernels
import Layers
import Synchronization
import Tensors

/// Answers prompts with a causal language model.
///
/// Sequences of all lengths run side by side without padding. One that ends leaves the batch and the
/// next takes its place at once, so the longest answer holds up no other. An answer is the same
/// whatever runs beside it.
package struct TextGenerator {
    private let model: any CausalLanguageModel
    private let settings: GenerationSettings
    private let batchSize: Int
    private let stops: StopStrings

    /// The most rows of a pass: long enough for products to be efficient, short enough for memory.
    static let rowLimit = 1024

    /// - Parameters:
    ///   - model: Who answers.
    ///   - settings: How.
    ///   - batchSize: The most sequences that run side by side, at least 1; no answer depends on it.
    /// - Throws: ``InferenceError/generation(setting:expected:found:)`` for settings that contradict
    ///   each other.
    package init(
        _ model: any CausalLanguageModel,
        _ settings: GenerationSettings,
        batchSize: Int = 16
    ) throws(InferenceError) {
        precondition(batchSize >= 1, "\(batchSize) sequences at once")
        try settings.check()
        self.model = model
        self.settings = settings
        self.batchSize = batchSize
        stops = StopStrings(settings.stopStrings)
    }

    /// The answers to prompts given as text.
    ///
    /// - Returns: `num_return_sequences` of each.
    /// - Throws: ``InferenceError`` or what the tokenizer throws.
    package func answers(to prompts: [String]) throws -> [[GeneratedText]] {
        let vocabulary = try model.requireVocabulary()
        return try answers(
            toTokens: prompts.map { try vocabulary.ids(of: $0, addsSpecialTokens: true) }
        )
    }

    /// The answers to prompts given as tokens.
    ///
    /// - Returns: `num_return_sequences` of each, in the order of the prompts; best first if they come
    ///   of a beam search.
    /// - Throws: ``InferenceError/contextLength(tokens:limit:)`` for a prompt that leaves no room for
    ///   an answer, ``InferenceError/tokenOutOfRange(id:count:)``, ``InferenceError/notFinite``, or
    ///   `CancellationError`.
    package func answers(toTokens prompts: [[Int]]) throws -> [[GeneratedText]] {
        let jobs = try prompts.map { try job(for: $0) }
        if settings.beams > 1 {
            return try jobs.map { job in
                try BeamSearch(
                    model,
                    settings,
                    prompt: job.prompt,
                    newTokens: job.newTokens,
                    stream: stream(job.prompt)
                ).answers()
            }
        }
        return try run(jobs)
    }

    // MARK: - Prompts

    private struct Job {
        let prompt: [Int]
        let newTokens: Int
        let isCutByContext: Bool
    }

    private func job(for tokens: [Int]) throws -> Job {
        var prompt = tokens
        if prompt.isEmpty {
            // As the reference does with an empty prompt.
            guard let first = model.vocabulary?.beginningToken ?? model.vocabulary?.endToken else {
                throw InferenceError.generation(
                    setting: "a prompt",
                    expected: "at least one token, as the model has none that begins a text",
                    found: "an empty one"
                )
            }
            prompt = [first]
        }
        let wanted = try settings.newTokens(promptLength: prompt.count)
        let limit = model.contextLength
        if settings.truncatesPrompt && prompt.count + wanted > limit {
            let kept = limit - wanted
            guard kept > 0 else {
                throw InferenceError.contextLength(tokens: 1 + wanted, limit: limit)
            }
            prompt = Array(prompt.suffix(kept))
        }
        guard prompt.count + min(wanted, 1) <= limit else {
            throw InferenceError.contextLength(tokens: prompt.count + min(wanted, 1), limit: limit)
        }
        let room = limit - prompt.count
        return Job(
            prompt: prompt,
            newTokens: min(wanted, room),
            isCutByContext: room < wanted
        )
    }

    private func stream(_ prompt: [Int]) -> TextStream? {
        model.vocabulary.map { TextStream($0, prompt: prompt) }
    }

    // MARK: - Sequences

    /// An answer in the making.
    private struct Running {
        let job: Int
        let promptLength: Int
        let promptKey: UInt64
        var sample: Int
        let steps: LogitsSteps
        var cache: KVCache
        /// All tokens, the prompt's first.
        var tokens: [Int]
        var stream: TextStream?
        /// How many of the tokens were run.
        var seen: Int
        /// The answers that share this prompt and begin when it was run.
        var others: Range<Int>
        /// The text up to a stop string.
        var cutText: String?
    }

    private func run(_ jobs: [Job]) throws -> [[GeneratedText]] {
        let count = settings.returnedSequences
        var results = [[GeneratedText?]](
            repeating: Array(repeating: nil, count: count),
            count: jobs.count
        )
        // A prompt with more answers than run side by side is run again for the next of them.
        var waiting = jobs.indices.flatMap { job in
            stride(from: 0, to: count, by: batchSize).map {
                (job: job, samples: $0..<min($0 + batchSize, count))
            }
        }[...]
        var running: [Running] = []
        while !running.isEmpty || !waiting.isEmpty {
            try Task.checkCancellation()
            admit(&waiting, to: &running, jobs, &results)
            guard !running.isEmpty else { continue }
            var ready = try advance(&running)
            fork(&running, &ready, jobs)
            extend(&running, ready, jobs, &results)
        }
        return results.map { $0.compactMap(\.self) }
    }

    /// Lets prompts in as long as there is room for all their answers.
    private func admit(
        _ waiting: inout ArraySlice<(job: Int, samples: Range<Int>)>,
        to running: inout [Running],
        _ jobs: [Job],
        _ results: inout [[GeneratedText?]]
    ) {
        var load = running.reduce(0) { $0 + 1 + $1.others.count }
        while let next = waiting.first, load == 0 || load + next.samples.count <= batchSize {
            waiting.removeFirst()
            let job = jobs[next.job]
            guard job.newTokens > 0 else {
                for sample in next.samples {
                    results[next.job][sample] = GeneratedText(
                        prompt: job.prompt,
                        tokens: [],
                        text: model.vocabulary == nil ? nil : "",
                        end: .length
                    )
                }
                continue
            }
            load += next.samples.count
            running.append(
                Running(
                    job: next.job,
                    promptLength: job.prompt.count,
                    promptKey: TokenChoice.key(ofPrompt: job.prompt),
                    sample: next.samples.lowerBound,
                    steps: LogitsSteps(settings, promptLength: job.prompt.count),
                    cache: model.cache(capacity: job.prompt.count + job.newTokens - 1),
                    tokens: job.prompt,
                    stream: stream(job.prompt),
                    seen: 0,
                    others: next.samples.dropFirst()
                )
            )
        }
    }

    /// The sequences whose last token was run, and which row of the scores is for their next.
    private struct Ready {
        var rows: [(sequence: Int, row: Int)]
        /// A row of V for each sequence that was run; answers that share a prompt share one.
        let logits: Matrix
    }

    /// Runs the tokens that were not yet, as many as a pass takes.
    private func advance(_ running: inout [Running]) throws -> Ready {
        var segments: [TokenSegment] = []
        var last: [Int] = []
        var ready: [(sequence: Int, row: Int)] = []
        var rows = 0
        for index in running.indices {
            let sequence = running[index]
            // Sequences in full swing have one token each; prompts share what is left, and come in
            // parts if it is not enough.
            let left = Self.rowLimit - rows - (running.count - index - 1)
            let part = min(sequence.tokens.count - sequence.seen, max(left, 1))
            let range = sequence.seen..<sequence.seen + part
            segments.append(TokenSegment(Array(sequence.tokens[range]), .extending(sequence.cache)))
            rows += part
            running[index].seen = range.upperBound
            if range.upperBound == sequence.tokens.count {
                ready.append((index, last.count))
                last.append(rows - 1)
            }
        }
        let states = try model.states(segments)
        return Ready(rows: ready, logits: try model.logits(ofRows: last, in: states))
    }

    /// Begins the other answers of prompts that were just run.
    private func fork(_ running: inout [Running], _ ready: inout Ready, _ jobs: [Job]) {
        for (index, row) in ready.rows where !running[index].others.isEmpty {
            let others = running[index].others
            running[index].others = others.upperBound..<others.upperBound
            let job = jobs[running[index].job]
            for sample in others {
                var other = running[index]
                other.sample = sample
                other.cache = other.cache.copy(capacity: job.prompt.count + job.newTokens - 1)
                ready.rows.append((running.count, row))
                running.append(other)
            }
        }
    }

    // MARK: - Tokens

    /// Adds a token to every sequence that is ready, and takes out those that end.
    private func extend(
        _ running: inout [Running],
        _ ready: Ready,
        _ jobs: [Job],
        _ results: inout [[GeneratedText?]]
    ) {
        let tokens = choose(running, ready)
        var ended: Set<Int> = []
        for ((index, _), token) in zip(ready.rows, tokens) {
            running[index].tokens.append(token)
            let job = jobs[running[index].job]
            guard let end = end(&running[index], token, job) else { continue }
            ended.insert(index)
            let sequence = running[index]
            results[sequence.job][sequence.sample] = GeneratedText(
                prompt: job.prompt,
                tokens: Array(sequence.tokens.dropFirst(job.prompt.count)),
                text: sequence.cutText ?? sequence.stream?.text,
                end: end
            )
        }
        running = running.indices.filter { !ended.contains($0) }.map { running[$0] }
    }

    /// The next token of every sequence that is ready.
    private func choose(_ running: [Running], _ ready: Ready) -> [Int] {
        // Each sequence changes scores of its own.
        let scores =
            ready.rows.count == ready.logits.rows
            ? ready.logits : ready.logits.rows(ready.rows.map(\.row))
        let jobs = ready.rows.map { sequence, _ in
            let sequence = running[sequence]
            return (
                tokens: sequence.tokens, steps: sequence.steps,
                prompt: sequence.promptKey, sample: sequence.sample,
                position: sequence.tokens.count - sequence.promptLength
            )
        }
        let chosen = Mutex([Int](repeating: 0, count: jobs.count))
        let all = scores.strided
        model.workers.divide(jobs.count) { [settings] part in
            for index in part {
                let job = jobs[index]
                let row = UnsafeMutableBufferPointer(
                    start: all.pointer + index * all.stride,
                    count: all.columns
                )
                job.steps.apply(to: row, tokens: job.tokens)
                let token =
                    settings.samples
                    ? TokenChoice.drawn(
                        row,
                        at: CounterRandom.unit(
                            seed: settings.seed,
                            prompt: job.prompt,
                            sample: job.sample,
                            position: job.position
                        )
                    ) : TokenChoice.best(row)
                chosen.withLock { $0[index] = token }
            }
        }
        withExtendedLifetime(scores) {}
        return chosen.withLock(\.self)
    }

    /// Why a sequence ends with the token that it was just given; nil if it goes on.
    private func end(_ sequence: inout Running, _ token: Int, _ job: Job) -> GeneratedText.End? {
        if settings.endTokens.contains(token) {
            _ = sequence.stream?.finish()
            return .endToken(token)
        }
        let isLast = sequence.tokens.count == job.prompt.count + job.newTokens
        var grown = sequence.stream?.append(token) ?? ""
        if isLast { grown += sequence.stream?.finish() ?? "" }
        if let text = sequence.stream?.text,
            let cut = stops.cut(text, grown: grown.unicodeScalars.count)
        {
            sequence.cutText = cut
            return .stopString
        }
        guard isLast else { return nil }
        return job.isCutByContext ? .context : .length
    }
}

extension Matrix {
    /// Whether no number is infinite and all are numbers.
    var isFinite: Bool {
        let values = UnsafeBufferPointer(start: strided.pointer, count: rows * columns)
        // Whole numbers, so that the comparison of many at once is left to the compiler.
        let most = values.reduce(0) { max($0, $1.bitPattern & 0x7fff_ffff) }
        return most < Float.infinity.bitPattern
    }

    /// A copy of some rows, in the order given.
    func rows(_ indices: [Int]) -> Matrix {
        let copy = Matrix(rows: indices.count, columns: columns)
        for (row, index) in indices.enumerated() {
            precondition((0..<rows).contains(index), "row \(index) of \(rows)")
            (copy.strided.pointer + row * columns).update(
                from: strided.pointer + index * columns,
                count: columns
            )
        }
        return copy
    }
}

extension CausalLanguageModel {
    /// The scores of every token after some rows of the states, `[rows, V]`.
    ///
    /// - Throws: ``InferenceError/notFinite`` if a score is infinite or no number.
    func logits(ofRows rows: [Int], in states: Matrix) throws(InferenceError) -> Matrix {
        let wanted = rows.elementsEqual(0..<states.rows) ? states : states.rows(rows)
        let result = Matrix(rows: rows.count, columns: tokenCount)
        if !rows.isEmpty { logits(wanted.strided, into: result.strided) }
        withExtendedLifetime(wanted) {}
        guard result.isFinite else { throw .notFinite }
        return result
    }
}
