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

    /// No request has larger numbers, so that a mistyped one does not fill the memory.
    private static let limit = 10_000_000

    /// How long one request takes; nil if the model is not asked that way.
    ///
    /// - Throws: What the model throws, or ``InferenceError/contextLength(tokens:limit:)``.
    mutating func milliseconds(_ kind: String, _ numbers: [Int]) throws -> Double? {
        guard numbers.allSatisfy({ (1...Self.limit).contains($0) }), let first = numbers.first
        else { return nil }
        let last = numbers[numbers.count - 1]
        switch (kind, numbers.count, model.role) {
        case ("images", 1, let model as any ImageClassifying) where isHeld(first):
            let images = images(first)
            return try Self.time { _ = try model.logits(for: images) }
        case ("images", 1, let model as any ImageEmbedding) where isHeld(first):
            let images = images(first)
            return try Self.time { _ = try model.embeddings(of: images) }
        case ("texts", _, let model as any TextClassifying):
            let texts = numbers.map(Self.text)
            return try Self.time { _ = try model.logits(for: texts) }
        case ("captions", 2, let model as any ImageTextMatching) where last >= 2:
            // The end mark, which has the last id, is the token that speaks for the text.
            let ids = [49406] + Self.tokens(last - 2) + [49407]
            let texts = Array(repeating: ids, count: first)
            return try Self.time { _ = try model.embeddings(ofTokens: texts) }
        case ("audio", 1, let model as any SpeechTranscribing):
            let samples = (0..<first).map { Float($0 * 7919 % 2003) / 1001 - 1 }
            return try Self.time { _ = try model.logits(for: [samples[...]]) }
        case ("table", 1, let model as any TableAnswering):
            let table = Self.table(first)
            return try Self.time { _ = try model.scores(for: [table]) }
        case ("prefill", 1, let model as any CausalLanguageModel):
            try Self.check(first, model)
            let tokens = Self.tokens(first)
            return try Self.time {
                let cache = model.cache(capacity: first)
                try Self.step(model, [TokenSegment(tokens, .extending(cache))])
            }
        case ("decode", 3, let model as any CausalLanguageModel)
        where first <= Self.limit / (numbers[1] + last):
            try Self.check(numbers[1] + last, model)
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

    /// - Throws: ``InferenceError/contextLength(tokens:limit:)`` for more than the model takes.
    private static func check(_ tokens: Int, _ model: any CausalLanguageModel) throws {
        guard tokens <= model.contextLength else {
            throw InferenceError.contextLength(tokens: tokens, limit: model.contextLength)
        }
    }

    /// Whether so many pictures have no more pixels together than one may have.
    private func isHeld(_ count: Int) -> Bool {
        count <= PixelImage.maximumPixels / (pictureSize * pictureSize)
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
