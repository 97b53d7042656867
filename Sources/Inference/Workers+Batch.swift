package import Kernels

extension Workers {
    /// Runs a model over a batch: whole examples on each thread as long as there are enough for all,
    /// and all threads inside the products of those that are left.
    ///
    /// - Parameters:
    ///   - total: The number of examples.
    ///   - limit: The most examples that one call of the body takes, which bounds its memory.
    ///   - body: Runs some of the examples with the threads that it is given.
    package func batch(
        _ total: Int,
        limit: Int,
        _ body: @Sendable (Range<Int>, Workers) -> Void
    ) {
        let shared = total - total % count
        divide(count == 1 ? 0 : shared) { part in
            Self.chunks(part, limit) { body($0, .single) }
        }
        Self.chunks(count == 1 ? 0..<total : shared..<total, limit) { body($0, self) }
    }

    private static func chunks(_ range: Range<Int>, _ limit: Int, _ body: (Range<Int>) -> Void) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: limit) {
            body(start..<min(start + limit, range.upperBound))
        }
    }
}
