import Dispatch
import Foundation
import Synchronization

/// Random samples of one kind, drawn on all cores; the same numbers on any number of them.
///
/// Samples come in blocks, each with a generator of its own, whose seed follows from the seed and the
/// block's number.
struct Replicates {
    /// How many samples are drawn.
    let count: Int
    let seed: UInt64
    /// Hears how many are done, now and then.
    var progress: (Int) -> Void = { _ in }

    private static let blockSize = 250

    /// What the samples give, in their order; `worker` makes a function that draws a sample, and each
    /// thread has its own.
    func values(_ worker: @Sendable () -> (inout SeededRandom) -> Double?) -> [Double?] {
        let (count, seed) = (count, seed)
        let blocks = (count + Self.blockSize - 1) / Self.blockSize
        let threads = min(blocks, ProcessInfo.processInfo.activeProcessorCount)
        let drawn = Mutex<[Int: [Double?]]>([:])
        // A tenth at a time, so that progress can be told.
        let stretch = max(threads, (blocks + 9) / 10)
        for first in stride(from: 0, to: blocks, by: max(1, stretch)) {
            let end = min(blocks, first + stretch)
            DispatchQueue.concurrentPerform(iterations: min(threads, end - first)) { thread in
                let draw = worker()
                for block in stride(from: first + thread, to: end, by: threads) {
                    var random = SeededRandom(
                        seed: seed &+ UInt64(block) &* 0xD134_2543_DE82_EF95
                    )
                    let size = min(Self.blockSize, count - block * Self.blockSize)
                    let values = (0..<size).map { _ in draw(&random) }
                    drawn.withLock { $0[block] = values }
                }
            }
            progress(min(count, end * Self.blockSize))
        }
        let values = drawn.withLock { $0 }
        return (0..<blocks).flatMap { values[$0] ?? [] }
    }
}
