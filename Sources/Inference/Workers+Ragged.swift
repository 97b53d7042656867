package import Kernels
import Synchronization

extension Workers {
    /// Runs a model over sequences of any lengths, packed without padding: those of like length
    /// together, the longest first, a part to each thread as it becomes free; all threads inside the
    /// products where there is too little for that.
    ///
    /// - Parameters:
    ///   - lengths: The number of tokens of each sequence.
    ///   - limit: The rows that one call of the body takes at most, but for a longer sequence alone.
    ///   - body: Runs some of the sequences, given by their indices, with the threads that it is given;
    ///     a result for each.
    /// - Returns: The results in the order of the lengths.
    package func ragged<Result: Sendable>(
        _ lengths: [Int],
        limit: Int = 512,
        _ body: @Sendable ([Int], Workers) -> [Result]
    ) -> [Result] {
        let parts = Self.parts(lengths, limit: limit, threads: count)
        let results = Mutex([Result?](repeating: nil, count: lengths.count))
        @Sendable func run(_ part: [Int], _ workers: Workers) {
            let own = body(part, workers)
            precondition(own.count == part.count, "\(own.count) results for \(part.count) texts")
            results.withLock { results in
                for (index, result) in zip(part, own) { results[index] = result }
            }
        }
        if parts.count < count {
            for part in parts { run(part, self) }
        } else {
            let next = Atomic(0)
            divide(count) { _ in
                while true {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < parts.count else { return }
                    run(parts[index], .single)
                }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }

    /// Indices by falling length, in parts of about as many rows each; as many parts as threads, or a
    /// multiple of it, if one is not enough.
    static func parts(_ lengths: [Int], limit: Int, threads: Int) -> [[Int]] {
        let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
        let total = lengths.reduce(0, +)
        var wanted = max(1, (total + limit - 1) / limit)
        if wanted > 1 { wanted = (wanted + threads - 1) / threads * threads }
        let target = max(1, (total + wanted - 1) / wanted)
        var parts: [[Int]] = []
        var rows = 0
        for index in order {
            // A sequence that would go over the target opens the next part.
            if parts.isEmpty || rows + lengths[index] > target {
                parts.append([])
                rows = 0
            }
            parts[parts.count - 1].append(index)
            rows += lengths[index]
        }
        return parts
    }
}
