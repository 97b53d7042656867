import Kernels
import Layers
import Synchronization
import Tensors

/// Computes how likely a model finds tokens.
///
/// What several requests begin with is run once; scores are computed only of the tokens that are asked
/// for, some rows at a time.
package struct LikelihoodScorer {
    private let model: any CausalLanguageModel

    /// The most rows of a pass.
    static let rowLimit = 1024
    /// Rows whose scores are held at once: 12.9 MB with GPT-2's vocabulary.
    static let scoreBlock = 64
    /// Memory for the caches of one level of shared beginnings, in bytes, if more than one is held.
    static let cacheLimit = 96_000_000

    package init(_ model: any CausalLanguageModel) {
        self.model = model
    }

    /// The tokens that would be run for requests, and those that would be without sharing.
    package static func work(_ requests: [ScoredTokens]) -> (run: Int, asked: Int) {
        (
            PrefixTree(requests.map(\.inputs)).tokenCount,
            requests.reduce(0) { $0 + $1.inputs.count }
        )
    }

    /// The likelihoods of requests, in order.
    ///
    /// - Throws: ``InferenceError/tokenOutOfRange(id:count:)``,
    ///   ``InferenceError/contextLength(tokens:limit:)``, ``InferenceError/notFinite``, or
    ///   `CancellationError`.
    package func likelihoods(_ requests: [ScoredTokens]) throws -> [TokenLikelihoods] {
        for request in requests {
            for token in request.tokens where !(0..<model.tokenCount).contains(token) {
                throw InferenceError.tokenOutOfRange(id: token, count: model.tokenCount)
            }
        }
        var results = requests.map { request in
            TokenLikelihoods(
                logProbabilities: Array(repeating: 0, count: request.count),
                isBest: Array(repeating: false, count: request.count)
            )
        }
        let tree = PrefixTree(requests.map(\.inputs))
        try run(tree.roots.map { Place(node: $0, cache: nil) }, requests, &results)
        return results
    }

    /// A node and what was computed of the tokens before it; nil if there are none.
    private struct Place {
        let node: PrefixTree.Node
        let cache: KVCache?
    }

    /// Runs nodes that follow what is in their caches, and all below them.
    private func run(
        _ places: [Place],
        _ requests: [ScoredTokens],
        _ results: inout [TokenLikelihoods]
    ) throws {
        // What nothing follows branches off its cache and leaves it as it was.
        let leaves = places.filter(\.node.children.isEmpty)
        for batch in Self.batches(leaves, rows: Self.rowLimit, bytes: .max, size: { _ in 0 }) {
            try pass(batch, requests, &results) { place in
                place.cache.map { .branching($0) } ?? .none
            }
        }
        let inner = places.filter { !$0.node.children.isEmpty }
        var users: [ObjectIdentifier: Int] = [:]
        for place in inner {
            if let cache = place.cache { users[ObjectIdentifier(cache), default: 0] += 1 }
        }
        let perToken = model.cacheShape.bytesPerToken
        let batches = Self.batches(inner, rows: Self.rowLimit, bytes: Self.cacheLimit) {
            $0.node.depth * perToken
        }
        for batch in batches {
            var own: [KVCache] = []
            try pass(batch, requests, &results) { place in
                // Leaves are done with the cache: its only user takes it over.
                let isOnly = place.cache.map { users[ObjectIdentifier($0)] == 1 } ?? false
                let depth = place.node.depth
                let cache =
                    isOnly ? place.cache : place.cache?.copy(capacity: depth)
                own.append(cache ?? model.cache(capacity: depth))
                return .extending(own[own.count - 1])
            }
            let below = zip(batch, own).flatMap { place, cache in
                place.node.children.map { Place(node: $0, cache: cache) }
            }
            try run(below, requests, &results)
        }
    }

    /// Cuts nodes into batches of limited rows and memory, at least one node each.
    private static func batches(
        _ places: [Place],
        rows: Int,
        bytes: Int,
        size: (Place) -> Int
    ) -> [[Place]] {
        var batches: [[Place]] = []
        var count = Int.max, memory = 0
        for place in places {
            let tokens = place.node.tokens.count, own = size(place)
            if batches.isEmpty || count + tokens > rows || memory + own > bytes {
                batches.append([])
                (count, memory) = (0, 0)
            }
            batches[batches.count - 1].append(place)
            count += tokens
            memory += own
        }
        return batches
    }

    // MARK: - A pass

    /// One token of one request, to be scored with the state of one row.
    private struct Wanted: Sendable {
        let request: Int
        /// Counted from the first that is scored.
        let place: Int
        let token: Int
    }

    /// Runs the tokens of some nodes at once and scores what they are asked for.
    private func pass(
        _ places: [Place],
        _ requests: [ScoredTokens],
        _ results: inout [TokenLikelihoods],
        memory: (Place) -> TokenSegment.Memory
    ) throws {
        try Task.checkCancellation()
        let states = try model.states(places.map { TokenSegment($0.node.tokens, memory($0)) })
        var rows: [Int] = []
        var wanted: [[Wanted]] = []
        var first = 0
        for place in places {
            let node = place.node
            for (offset, requested) in Self.wanted(node, requests) {
                rows.append(first + offset)
                wanted.append(requested)
            }
            first += node.tokens.count
        }
        for start in stride(from: 0, to: rows.count, by: Self.scoreBlock) {
            let block = start..<min(start + Self.scoreBlock, rows.count)
            let logits = try model.logits(ofRows: Array(rows[block]), in: states)
            score(logits, Array(wanted[block]), &results)
        }
    }

    /// What is to be scored with the rows of a node, by row.
    private static func wanted(
        _ node: PrefixTree.Node,
        _ requests: [ScoredTokens]
    ) -> [(row: Int, [Wanted])] {
        var wanted: [Int: [Wanted]] = [:]
        for member in node.members {
            let request = requests[member]
            // The token at a place is scored with the state of the place before.
            let scored = request.tokens.count - request.count..<request.tokens.count
            let own = node.start + 1..<node.start + node.tokens.count + 1
            for place in scored.clamped(to: own) {
                wanted[place - 1 - node.start, default: []].append(
                    Wanted(
                        request: member,
                        place: place - scored.lowerBound,
                        token: request.tokens[place]
                    )
                )
            }
        }
        return wanted.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// A scored token.
    private struct Found: Sendable {
        let wanted: Wanted
        let logProbability: Double
        let isBest: Bool
    }

    private func score(
        _ logits: Matrix,
        _ wanted: [[Wanted]],
        _ results: inout [TokenLikelihoods]
    ) {
        let found = Mutex<[Found]>([])
        let all = logits.strided
        model.workers.divide(wanted.count) { part in
            for index in part {
                let own = Self.score(all.rows(index..<index + 1), wanted[index])
                found.withLock { $0 += own }
            }
        }
        withExtendedLifetime(logits) {}
        for one in found.withLock(\.self) {
            let place = one.wanted.place
            results[one.wanted.request].logProbabilities[place] = one.logProbability
            results[one.wanted.request].isBest[place] = one.isBest
        }
    }

    /// The scores of one row, which become its probabilities.
    private static func score(_ row: Strided, _ wanted: [Wanted]) -> [Found] {
        let scores = UnsafeMutableBufferPointer(start: row.pointer, count: row.columns)
        let best = TokenChoice.best(scores)
        let most = Double(scores[best])
        let differences = wanted.map { Double(scores[$0.token]) - most }
        // The best token's share is 1 / Σ exp(x − best), whose logarithm is what is subtracted.
        Operations.softmax(row)
        let normalizer = LogSoftmax.logarithm(Double(scores[best]))
        return zip(wanted, differences).map {
            Found(wanted: $0, logProbability: $1 + normalizer, isBest: $0.token == best)
        }
    }
}
