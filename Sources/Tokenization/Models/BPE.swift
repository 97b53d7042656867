import Domain

/// Byte-pair encoding: a word's symbols are joined pair by pair, the pair learned first before others.
///
/// Symbols are scalars; a stage before may have made one of each byte.
///
/// Source: Sennrich et al. 2016; `models/bpe` of the tokenizers library 0.21, whose order of bytes and
/// unknown symbols is kept as well.
struct BPE: VocabularyHolding {
    static let type = "BPE"

    let vocabulary: Vocabulary
    private let merges: MergeTable
    private let options: Options
    private let unknown: Int32?
    /// The tokens of bytes, where symbols that are not in the vocabulary fall back to them.
    private let bytes: [Int32?]
    private let cache = WordCache()

    /// What vocabularies differ in.
    struct Options: Sendable {
        /// Stands for symbols that are not in the vocabulary; without one they vanish.
        var unknown: String?
        /// What symbols begin with that go on with a word.
        var prefix = ""
        /// What the last symbol of a word ends with.
        var suffix = ""
        /// Whether unknown symbols that stand side by side are one token.
        var fusesUnknown = false
        /// Whether symbols that are not in the vocabulary become the tokens of their bytes.
        var fallsBackToBytes = false
        /// Whether a word that is in the vocabulary is taken whole.
        var ignoresMerges = false
    }

    /// The suffix of the last symbol of a word; empty if there is none.
    var suffix: String { options.suffix }

    init(_ stage: StageScope) throws(TokenizationError) {
        if let dropout = stage.value("dropout"), dropout.number != 0 {
            throw stage.error("dropout", expected: "null or 0", found: dropout)
        }
        var options = Options()
        options.unknown = try stage.optionalString("unk_token")
        options.prefix = try stage.string("continuing_subword_prefix", default: "")
        options.suffix = try stage.string("end_of_word_suffix", default: "")
        options.fusesUnknown = try stage.bool("fuse_unk", default: false)
        options.fallsBackToBytes = try stage.bool("byte_fallback", default: false)
        options.ignoresMerges = try stage.bool("ignore_merges", default: false)
        try self.init(
            try stage.tokens("vocab"),
            merges: try stage.merges("merges"),
            options
        ) { (reason) in .inconsistent(file: stage.file, path: stage.full("merges"), reason: reason)
        }
    }

    /// Makes the model of a vocabulary and its merges, the first learned first.
    ///
    /// Merges that do not fit the vocabulary are the error that the closure makes of the reason.
    init(
        _ tokens: [(token: String, id: Int)],
        merges pairs: [(String, String)],
        _ options: Options,
        error: (String) -> TokenizationError
    ) throws(TokenizationError) {
        vocabulary = Vocabulary(tokens)
        self.options = options
        unknown = options.unknown.flatMap { [vocabulary] in vocabulary.id(of: $0) }.map(Int32.init)
        bytes = options.fallsBackToBytes ? vocabulary.byteIDs() : []
        var table = MergeTable(capacity: pairs.count)
        let prefix = options.prefix.utf8.count
        for (rank, (left, right)) in pairs.enumerated() {
            let rest = String(decoding: right.utf8.dropFirst(prefix), as: UTF8.self)
            var ids: [Int32] = []
            for token in [left, right, left + rest] {
                guard let id = vocabulary.id(of: token) else {
                    throw error(
                        "joins '\(left)' and '\(right)', but '\(token)' is not in the vocabulary"
                    )
                }
                ids.append(Int32(id))
            }
            table.insert(ids[0], ids[1], rank: rank, id: ids[2])
        }
        merges = table
    }

    func tokenize(
        _ word: UnsafeBufferPointer<UInt8>,
        into pieces: inout [Piece]
    ) throws(TokenizationError) {
        if cache.find(word, into: &pieces) { return }
        let first = pieces.count
        if options.ignoresMerges, let id = vocabulary.id(of: word) {
            pieces.append(Piece(id: id, start: 0, end: Int32(word.count)))
        } else {
            var symbols = try symbols(of: word)
            merge(&symbols)
            // Bytes of symbols that vanished are not counted, as in the reference.
            var start: Int32 = 0
            for symbol in symbols where symbol.length != 0 {
                pieces.append(Piece(id: symbol.id, start: start, end: start + symbol.length))
                start += symbol.length
            }
        }
        cache.store(word, pieces[first...])
    }

    /// A token under way; of length 0 once it has been joined to the one before.
    private struct Symbol {
        var id: Int32
        var length: Int32
        var previous: Int32
        var next: Int32
    }

    private func symbols(
        of word: UnsafeBufferPointer<UInt8>
    ) throws(TokenizationError) -> [Symbol] {
        var symbols: [Symbol] = []
        symbols.reserveCapacity(word.count)
        func add(_ id: Int32, _ length: Int) {
            let place = Int32(symbols.count)
            symbols.append(
                Symbol(id: id, length: Int32(length), previous: place - 1, next: place + 1)
            )
        }
        // Bytes of unknown symbols that are not yet a token.
        var pending = 0
        var index = 0
        while index < word.count {
            let width = scalarWidth(word[index])
            let range = index..<index + width
            index += width
            if let id = id(of: word, range) {
                if pending > 0, let unknown { add(unknown, pending) }
                pending = 0
                add(id, width)
            } else if let ids = byteTokens(of: word, range) {
                for id in ids { add(id, 1) }
            } else if options.unknown != nil {
                guard let unknown else {
                    throw .noUnknownToken(word: String(decoding: word[range], as: UTF8.self))
                }
                if pending > 0, !options.fusesUnknown {
                    add(unknown, pending)
                    pending = 0
                }
                pending += width
            }
        }
        if pending > 0, let unknown { add(unknown, pending) }
        if !symbols.isEmpty { symbols[symbols.count - 1].next = -1 }
        return symbols
    }

    /// The token of a word's symbol, with the prefix and suffix of its place.
    @inline(__always)
    private func id(of word: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int32? {
        let hasPrefix = range.lowerBound > 0 && !options.prefix.isEmpty
        let hasSuffix = range.upperBound == word.count && !options.suffix.isEmpty
        guard hasPrefix || hasSuffix else { return vocabulary.id(of: word.part(range)) }
        return affixed(word, range, hasPrefix, hasSuffix)
            .withUnsafeBufferPointer { vocabulary.id(of: $0) }
    }

    private func affixed(
        _ word: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>,
        _ hasPrefix: Bool,
        _ hasSuffix: Bool
    ) -> [UInt8] {
        (hasPrefix ? Array(options.prefix.utf8) : []) + word[range]
            + (hasSuffix ? Array(options.suffix.utf8) : [])
    }

    /// The tokens of a symbol's bytes, affixes and all; nil unless there is one for every byte.
    private func byteTokens(of word: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> [Int32]? {
        guard options.fallsBackToBytes else { return nil }
        let symbol = affixed(
            word,
            range,
            range.lowerBound > 0,
            range.upperBound == word.count
        )
        let ids = symbol.compactMap { bytes[Int($0)] }
        return ids.count == symbol.count ? ids : nil
    }

    /// Joins pairs, the first learned first and of equals the leftmost, until none is left to join.
    ///
    /// A heap of pairs over a linked list: n log n for n symbols, however long the word.
    private func merge(_ symbols: inout [Symbol]) {
        guard symbols.count > 1 else { return }
        var queue = MergeQueue()
        for place in 0..<symbols.count - 1 {
            if let merge = merges[symbols[place].id, symbols[place + 1].id] {
                queue.push(rank: merge.rank, place: Int32(place))
            }
        }
        while let (rank, place) = queue.pop() {
            let at = Int(place)
            guard symbols[at].length != 0, symbols[at].next >= 0 else { continue }
            let next = Int(symbols[at].next)
            // A pair that has since become another is found again under its own rank.
            guard let merge = merges[symbols[at].id, symbols[next].id], merge.rank == rank else {
                continue
            }
            symbols[at].id = merge.id
            symbols[at].length += symbols[next].length
            symbols[at].next = symbols[next].next
            symbols[next].length = 0
            if symbols[at].next >= 0 { symbols[Int(symbols[at].next)].previous = place }
            if symbols[at].previous >= 0 {
                let previous = symbols[at].previous
                if let merge = merges[symbols[Int(previous)].id, symbols[at].id] {
                    queue.push(rank: merge.rank, place: previous)
                }
            }
            if symbols[at].next >= 0 {
                if let merge = merges[symbols[at].id, symbols[Int(symbols[at].next)].id] {
                    queue.push(rank: merge.rank, place: place)
                }
            }
        }
    }
}

/// Pairs to join, the least rank first, then the leftmost.
private struct MergeQueue {
    private var heap: [UInt64] = []

    mutating func push(rank: Int32, place: Int32) {
        let key = UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(UInt32(bitPattern: place))
        heap.append(key)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[parent] > key else { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = key
    }

    mutating func pop() -> (rank: Int32, place: Int32)? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty { sink(last) }
        return (Int32(truncatingIfNeeded: top >> 32), Int32(truncatingIfNeeded: top))
    }

    private mutating func sink(_ key: UInt64) {
        var parent = 0
        while true {
            var child = parent * 2 + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < key else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = key
    }
}
