import Inference
import Kernels
import Layers
import Media
import Tensors
import Tokenization

/// What `assay model time` asks of a model, with inputs of numbers that mean nothing.
struct TimedRequests {
    private let model: any ModelArchitecture
    private let pictureSize: Int
    /// The tokens before those that are timed, for each number and length of texts.
    private var caches: [[Int]: [KVCache]] = [:]

    init(model: any ModelArchitecture, pictureSize: Int) {
        self.model = model
        self.pictureSize = pictureSize
    }

    /// How long one request takes; nil if the model is not asked that way.
    mutating func milliseconds(_ kind: String, _ numbers: [Int]) throws -> Double? {
        guard numbers.allSatisfy({ $0 > 0 }), let first = numbers.first else { return nil }
        let last = numbers[numbers.count - 1]
        switch (kind, numbers.count, model.role) {
        case ("images", 1, let model as any ImageClassifying):
            let images = images(first)
            return try Self.time { _ = try model.logits(for: images) }
        case ("images", 1, let model as any ImageEmbedding):
            let images = images(first)
            return try Self.time { _ = try model.embeddings(of: images) }
        case ("texts", _, let model as any TextClassifying):
            let texts = numbers.map(Self.text)
            return try Self.time { _ = try model.logits(for: texts) }
        case ("captions", 2, is any ImageTextMatching):
            // The end mark, which has the last id, is the token that speaks for the text.
            let ids = [49406] + Self.tokens(last - 2) + [49407]
            let all = (0..<first).flatMap { _ in ids.map(Float.init) }
            let trace = TensorTrace(wanted: ["text_embeds"])
            let inputs = ["input_ids": Tensor([first, last], all)]
            return try Self.time { try model.run(inputs: inputs, options: [:], trace: trace) }
        case ("audio", 1, let model as any SpeechTranscribing):
            let samples = (0..<first).map { Float($0 * 7919 % 2003) / 1001 - 1 }
            return try Self.time { _ = try model.logits(for: [samples[...]]) }
        case ("table", 1, let model as any TableAnswering):
            let table = Self.table(first)
            return try Self.time { _ = try model.scores(for: [table]) }
        case ("prefill", 1, let model as any CausalLanguageModel):
            let tokens = Self.tokens(first)
            return try Self.time {
                let cache = model.cache(capacity: first)
                try Self.step(model, [TokenSegment(tokens, .extending(cache))])
            }
        case ("decode", 3, let model as any CausalLanguageModel):
            return try decode(model, batch: first, after: numbers[1], steps: last)
        default: return nil
        }
    }

    private mutating func decode(
        _ model: any CausalLanguageModel,
        batch: Int,
        after length: Int,
        steps: Int
    ) throws -> Double {
        let known = caches[[batch, length]]
        let all = known ?? (0..<batch).map { _ in model.cache(capacity: length + steps) }
        if known == nil {
            for cache in all {
                try Self.step(model, [TokenSegment(Self.tokens(length), .extending(cache))])
            }
            caches[[batch, length]] = all
        }
        let token = Self.tokens(1)
        let milliseconds = try Self.time {
            for _ in 0..<steps {
                try Self.step(model, all.map { TokenSegment(token, .extending($0)) })
            }
        }
        all.forEach { $0.truncate(to: length) }
        return milliseconds / Double(steps)
    }

    /// The scores of the token after each segment.
    private static func step(_ model: any CausalLanguageModel, _ segments: [TokenSegment]) throws {
        let states = try model.states(segments)
        let last = Matrix(rows: segments.count, columns: states.columns)
        var row = 0
        for (index, segment) in segments.enumerated() {
            row += segment.tokens.count
            last.strided.rows(index..<index + 1).pointer.update(
                from: states.strided.rows(row - 1..<row).pointer,
                count: states.columns
            )
        }
        let scores = Matrix(rows: segments.count, columns: model.tokenCount)
        model.logits(last.strided, into: scores.strided)
        withExtendedLifetime((states, last, scores)) {}
    }

    private func images(_ count: Int) -> [PixelImage] {
        (0..<count).map { index in
            PixelImage(
                width: pictureSize,
                height: pictureSize,
                pixels: (0..<pictureSize * pictureSize * 3).map {
                    UInt8(truncatingIfNeeded: $0 &* 31 &+ index &* 17)
                }
            )
        }
    }

    private static func tokens(_ count: Int) -> [Int] { (0..<count).map { 1000 + $0 * 37 % 9000 } }

    private static func text(_ length: Int) -> Encoding {
        Encoding(
            ids: tokens(length),
            tokens: Array(repeating: "", count: length),
            offsets: Array(repeating: 0..<0, count: length),
            typeIDs: Array(repeating: 0, count: length),
            isSpecial: Array(repeating: false, count: length),
            sequences: Array(repeating: 0, count: length),
            words: Array(repeating: nil, count: length)
        )
    }

    /// A question of up to 16 tokens, then cells of two, five in a row.
    private static func table(_ length: Int) -> TableEncoding {
        let question = min(16, length)
        let tokens = tokens(length)
        var table = TableEncoding(question: Array(tokens[..<question]))
        for (cell, start) in stride(from: question, to: length, by: 2).enumerated() {
            table.append(
                tokens[start..<min(start + 2, length)],
                row: cell / 5 + 1,
                column: cell % 5 + 1
            )
        }
        return table
    }

    private static func time(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let (seconds, attoseconds) = try clock.measure(body).components
        return Double(seconds) * 1e3 + Double(attoseconds) / 1e15
    }
}
