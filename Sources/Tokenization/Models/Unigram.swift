/// A vocabulary with a score for every token: of all ways to cut a word the one with the best sum.
///
/// Source: Kudo 2018; `models/unigram` of the tokenizers library 0.21 (Viterbi over bytes, unknown
/// symbols 10 below the worst token, unknown neighbours joined).
struct Unigram: VocabularyHolding {
    static let type = "Unigram"

    let vocabulary: Vocabulary
    /// By id.
    private let scores: [Double]
    private let unknown: Int32?
    private let unknownScore: Double
    /// The tokens of bytes, where unknown stretches fall back to them.
    private let bytes: [Int32?]
    private let cache = WordCache()

    init(_ stage: StageScope) throws(TokenizationError) {
        let entries = try stage.scoredTokens("vocab")
        vocabulary = Vocabulary(entries.enumerated().map { ($0.element.token, $0.offset) })
        scores = entries.map(\.score)
        unknownScore = (scores.min() ?? 0) - 10
        unknown = try stage.optionalInteger("unk_id", in: 0...max(0, entries.count - 1))
            .map(Int32.init)
        bytes = try stage.bool("byte_fallback", default: false) ? vocabulary.byteIDs() : []
    }

    func tokenize(
        _ word: UnsafeBufferPointer<UInt8>,
        into pieces: inout [Piece]
    ) throws(TokenizationError) {
        if cache.find(word, into: &pieces) { return }
        let first = pieces.count
        for (range, id) in try joined(path(word)) {
            let start = Int32(range.lowerBound), end = Int32(range.upperBound)
            // A stretch of unknown symbols may be a token, joined.
            if let id = id != unknown ? id : vocabulary.id(of: word.part(range)) {
                pieces.append(Piece(id: id, start: start, end: end))
            } else if let ids = byteTokens(of: word.part(range)) {
                for id in ids { pieces.append(Piece(id: id, start: start, end: end)) }
            } else {
                pieces.append(Piece(id: id, start: start, end: end))
            }
        }
        cache.store(word, pieces[first...])
    }

    private func byteTokens(of text: UnsafeBufferPointer<UInt8>) -> [Int32]? {
        guard !bytes.isEmpty else { return nil }
        let ids = text.compactMap { bytes[Int($0)] }
        return ids.count == text.count ? ids : nil
    }

    /// The best token that ends at a place.
    private struct Node {
        var id: Int32 = 0
        var start: Int32 = -1
        var score = 0.0
    }

    /// The tokens of the best way, in order.
    private func path(
        _ word: UnsafeBufferPointer<UInt8>
    ) throws(TokenizationError) -> [(Range<Int>, Int32)] {
        var nodes = [Node](repeating: Node(), count: word.count + 1)
        func offer(_ id: Int32, _ score: Double, from start: Int, to end: Int) {
            guard nodes[end].start < 0 || score > nodes[end].score else { return }
            nodes[end] = Node(id: id, start: Int32(start), score: score)
        }
        var start = 0
        while start < word.count {
            let width = scalarWidth(word[start])
            let score = nodes[start].score
            var hasSingle = false
            vocabulary.forEachPrefix(of: word.part(start..<word.count)) { length, id in
                offer(id, score + scores[Int(id)], from: start, to: start + length)
                if length == width { hasSingle = true }
            }
            if !hasSingle {
                guard let unknown else {
                    throw .noUnknownToken(
                        word: String(decoding: word[start..<start + width], as: UTF8.self)
                    )
                }
                offer(unknown, score + unknownScore, from: start, to: start + width)
            }
            start += width
        }
        var path: [(Range<Int>, Int32)] = []
        var end = word.count
        while end > 0 {
            let start = Int(nodes[end].start)
            path.append((start..<end, nodes[end].id))
            end = start
        }
        return path.reversed()
    }

    private func joined(_ path: [(Range<Int>, Int32)]) -> [(Range<Int>, Int32)] {
        var result: [(Range<Int>, Int32)] = []
        for (range, id) in path {
            if id == unknown, let last = result.last, last.1 == unknown {
                result[result.count - 1] = (last.0.lowerBound..<range.upperBound, id)
            } else {
                result.append((range, id))
            }
        }
        return result
    }
}
