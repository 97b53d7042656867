import Kernels
import Layers
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The likeliest answers that are found by keeping, at every step, the best beginnings.
///
/// Scores are in single precision, as the reference's are. An answer ends with the end token that the
/// model gave; the reference, where there are several, writes the first of them whichever it was.
///
/// Source: transformers 4.49, `GenerationMixin._beam_search` and `BeamSearchScorer`.
struct BeamSearch {
    private let model: any CausalLanguageModel
    private let settings: GenerationSettings
    private let prompt: [Int]
    private let newTokens: Int
    private let stream: TextStream?

    /// A search for answers to a prompt of at most so many tokens; the stream is that of an answer
    /// which has none yet.
    init(
        _ model: any CausalLanguageModel,
        _ settings: GenerationSettings,
        prompt: [Int],
        newTokens: Int,
        stream: TextStream?
    ) {
        self.model = model
        self.settings = settings
        self.prompt = prompt
        self.newTokens = newTokens
        self.stream = stream
    }

    /// A beginning that is kept.
    private struct Beam {
        /// The prompt's first.
        var tokens: [Int]
        /// The sum of the log-probabilities of the tokens that were added.
        var score: Float
        var cache: KVCache
    }

    /// An answer that ended, or that there was no time to end.
    private struct Hypothesis {
        var tokens: [Int]
        /// Over the length.
        var score: Double
        var end: GeneratedText.End
    }

    /// The answers, best first, `num_return_sequences` of them.
    func answers() throws -> [GeneratedText] {
        let steps = LogitsSteps(settings, promptLength: prompt.count)
        let capacity = prompt.count + newTokens
        var finished: [Hypothesis] = []
        var isDone = newTokens == 0
        let cache = model.cache(capacity: capacity)
        var beams = [Beam(tokens: prompt, score: 0, cache: cache)]
        while !isDone && beams[0].tokens.count < capacity {
            try Task.checkCancellation()
            let scores = try scores(of: beams, steps)
            let candidates = best(scores, of: beams)
            (beams, isDone) = next(candidates, of: beams, &finished)
        }
        if !isDone {
            for beam in beams {
                add(
                    Hypothesis(
                        tokens: beam.tokens,
                        score: normalized(beam.score, beam.tokens.count - prompt.count),
                        end: .length
                    ),
                    to: &finished
                )
            }
        }
        return finished.enumerated()
            .sorted { ($0.element.score, $0.offset) > ($1.element.score, $1.offset) }
            .prefix(settings.returnedSequences)
            .map { text(of: $0.element) }
    }

    /// The log-probability of every token after every beam, `[beams, V]`, with the beam's own added.
    private func scores(of beams: [Beam], _ steps: LogitsSteps) throws -> Matrix {
        let states = try model.states(
            beams.map { beam in
                TokenSegment(Array(beam.tokens[beam.cache.count...]), .extending(beam.cache))
            }
        )
        // Only the first step runs more than a token of each.
        let last = beams.count == 1 ? [states.rows - 1] : Array(0..<beams.count)
        let scores = try model.logits(ofRows: last, in: states)
        let all = scores.strided
        model.workers.divide(beams.count) {
            [tokens = beams.map(\.tokens), sums = beams.map(\.score)]
            part in
            for index in part {
                let row = UnsafeMutableBufferPointer(
                    start: all.pointer + index * all.stride,
                    count: all.columns
                )
                let normalizer = LogSoftmax.normalizer(row)
                for token in row.indices { row[token] -= normalizer }
                steps.apply(to: row, tokens: tokens[index])
                for token in row.indices { row[token] += sums[index] }
            }
        }
        return scores
    }

    /// A way to go on.
    private struct Candidate {
        let beam: Int
        let token: Int
        let score: Float
    }

    /// The best ways of all beams, best first: enough that as many as there are beams do not end.
    private func best(_ scores: Matrix, of beams: [Beam]) -> [Candidate] {
        let wanted = max(2, 1 + settings.endTokens.count) * settings.beams
        let all = UnsafeMutableBufferPointer(
            start: scores.strided.pointer,
            count: scores.rows * scores.columns
        )
        let least = TopK.best(wanted, of: all).last ?? -.infinity
        let candidates = withExtendedLifetime(scores) {
            all.indices.filter { all[$0] >= least }.map {
                Candidate(
                    beam: $0 / scores.columns,
                    token: $0 % scores.columns,
                    score: all[$0]
                )
            }
        }
        return Array(
            candidates.enumerated()
                .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
                .map(\.element)
                .prefix(wanted)
        )
    }

    /// The beams of the next step, and whether the search is over.
    private func next(
        _ candidates: [Candidate],
        of beams: [Beam],
        _ finished: inout [Hypothesis]
    ) -> ([Beam], Bool) {
        let length = beams[0].tokens.count + 1 - prompt.count
        var chosen: [Candidate] = []
        for (rank, candidate) in candidates.enumerated() where chosen.count < settings.beams {
            if settings.endTokens.contains(candidate.token) {
                // An end that is not among the best beams does not count.
                guard rank < settings.beams else { continue }
                add(
                    Hypothesis(
                        tokens: beams[candidate.beam].tokens + [candidate.token],
                        score: normalized(candidate.score, length),
                        end: .endToken(candidate.token)
                    ),
                    to: &finished
                )
            } else {
                chosen.append(candidate)
            }
        }
        // Where every token ends an answer, none goes on.
        let isDone =
            chosen.isEmpty
            || isDone(finished, best: candidates.first?.score ?? 0, length: length)
        return (isDone ? beams : extended(beams, by: chosen), isDone)
    }

    /// A cache goes to the first beam that comes of it; others get copies.
    private func extended(_ beams: [Beam], by candidates: [Candidate]) -> [Beam] {
        var taken: Set<Int> = []
        return candidates.map { candidate in
            let parent = beams[candidate.beam]
            let isFirst = taken.insert(candidate.beam).inserted
            return Beam(
                tokens: parent.tokens + [candidate.token],
                score: candidate.score,
                cache: isFirst ? parent.cache : parent.cache.copy(capacity: parent.cache.capacity)
            )
        }
    }

    private func isDone(_ finished: [Hypothesis], best: Float, length: Int) -> Bool {
        guard finished.count >= settings.beams else { return false }
        let worst = finished.map(\.score).min() ?? 0
        switch settings.earlyStopping {
        case .always: return true
        case .likely: return worst >= normalized(best, length)
        case .never:
            return worst >= normalized(best, settings.lengthPenalty > 0 ? newTokens : length)
        }
    }

    /// Keeps the best, as many as there are beams.
    private func add(_ hypothesis: Hypothesis, to finished: inout [Hypothesis]) {
        let worst = finished.map(\.score).min() ?? .infinity
        guard finished.count < settings.beams || hypothesis.score > worst else { return }
        finished.append(hypothesis)
        if finished.count > settings.beams,
            let place = finished.indices.min(by: { finished[$0].score < finished[$1].score })
        {
            finished.remove(at: place)
        }
    }

    private func normalized(_ score: Float, _ length: Int) -> Double {
        Double(score) / pow(Double(length), settings.lengthPenalty)
    }

    private func text(of hypothesis: Hypothesis) -> GeneratedText {
        let tokens = Array(hypothesis.tokens.dropFirst(prompt.count))
        var stream = stream
        for token in tokens { _ = stream?.append(token) }
        _ = stream?.finish()
        return GeneratedText(
            prompt: prompt,
            tokens: tokens,
            text: stream?.text,
            end: hypothesis.end,
            score: hypothesis.score
        )
    }
}
