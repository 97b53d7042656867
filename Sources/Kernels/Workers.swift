import Dispatch

/// How many threads an operation may use.
///
/// One level of the work is divided at a time: whoever divides it hands ``single`` to what it calls.
package struct Workers: Sendable {
    package let count: Int

    /// - Precondition: `count` is at least 1.
    package init(_ count: Int) {
        precondition(count >= 1, "\(count) threads")
        self.count = count
    }

    /// One thread, the caller's own.
    package static let single = Workers(1)

    /// Calls the body with consecutive parts of `0 ..< total`, at the same time, and waits for all.
    ///
    /// There are at most as many parts as threads, of nearly equal size, none empty.
    package func divide(_ total: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let parts = min(count, total)
        if parts <= 1 {
            if total > 0 { body(0..<total) }
            return
        }
        // The threads that are kept serve one caller at a time; the others are given the system's.
        if Loops.perform(parts, { body(total * $0 / parts..<total * ($0 + 1) / parts) }) { return }
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            body(total * part / parts..<total * (part + 1) / parts)
        }
    }
}
