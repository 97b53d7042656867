/// Which keys a query sees.
///
/// With `q` queries and `k` keys of a sequence, query i stands at place k − q + i: the last query
/// beside the last key, as when the keys of earlier tokens are kept.
package struct AttentionMask: Sendable, Equatable {
    /// Whether a query sees only keys up to its own place.
    package let isCausal: Bool
    /// How many keys it sees, the one at its place the last; nil for no limit.
    package let window: Int?

    /// - Precondition: A window is at least 1, and only a causal mask has one.
    package init(isCausal: Bool, window: Int? = nil) {
        precondition(window.map { $0 >= 1 && isCausal } ?? true, "a window of \(window ?? 0)")
        self.isCausal = isCausal
        self.window = window
    }

    /// Every query sees every key.
    package static let none = AttentionMask(isCausal: false)
    /// A query sees the keys up to its own place.
    package static let causal = AttentionMask(isCausal: true)
}
