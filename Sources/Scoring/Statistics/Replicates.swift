import Dispatch
import Foundation

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
    /// thread has one to itself.
    func values(_ worker: () -> (inout SeededRandom) -> Double?) -> [Double?] {
        let blocks = (count + Self.blockSize - 1) / Self.blockSize
        let threads = min(blocks, ProcessInfo.processInfo.activeProcessorCount)
        var values = [Double?](repeating: nil, count: count)
        // Safe because each thread has a worker and places of its own, and all are done when
        // concurrentPerform returns.
        nonisolated(unsafe) let workers = (0..<threads).map { _ in worker() }
        let (count, seed) = (count, seed)
        for first in stride(from: 0, to: blocks, by: max(1, threads)) {
            values.withUnsafeMutableBufferPointer { buffer in
                nonisolated(unsafe) let places = buffer
                DispatchQueue.concurrentPerform(iterations: min(threads, blocks - first)) {
                    let block = first + $0
                    var random = SeededRandom(
                        seed: seed &+ UInt64(block) &* 0xD134_2543_DE82_EF95
                    )
                    let end = min(count, (block + 1) * Self.blockSize)
                    for index in block * Self.blockSize..<end {
                        places[index] = workers[$0](&random)
                    }
                }
            }
            progress(min(count, (first + threads) * Self.blockSize))
        }
        return values
    }
}
