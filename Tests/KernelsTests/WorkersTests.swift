import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Kernels

/// How work is divided over threads: every part once, whoever else divides at the same time.
@Suite struct WorkersTests {
    /// How often each of some numbers came up, counted by any thread.
    private final class Tally: Sendable {
        private let counts: Mutex<[Int]>

        init(_ count: Int) { counts = Mutex([Int](repeating: 0, count: count)) }

        func add(_ range: Range<Int>) {
            counts.withLock { counts in for index in range { counts[index] += 1 } }
        }

        var all: [Int] { counts.withLock { $0 } }
    }

    /// As many threads as parts, fewer and more, more than are kept (256), and more parts than the
    /// kept threads take at once (32,767).
    @Test(arguments: [
        (1, 10), (2, 2), (2, 7), (3, 1000), (4, 3), (16, 1), (7, 0), (1, 0), (300, 1000),
        (40_000, 40_000),
    ])
    func everyNumberComesOnce(threads: Int, total: Int) {
        let tally = Tally(total)
        let parts = Mutex<[Range<Int>]>([])
        Workers(threads).divide(total) { range in
            tally.add(range)
            parts.withLock { $0.append(range) }
        }
        #expect(tally.all.allSatisfy { $0 == 1 })
        let ranges = parts.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
        #expect(ranges.count == min(threads, total))
        #expect(ranges.allSatisfy { !$0.isEmpty })
        let sizes = ranges.map(\.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test func oneThreadIsTheCallersOwn() {
        let caller = pthread_self()
        let isCaller = Mutex(false)
        Workers.single.divide(100) { range in
            let isSame = pthread_equal(pthread_self(), caller) != 0
            isCaller.withLock { $0 = range == 0..<100 && isSame }
        }
        #expect(isCaller.withLock { $0 })
    }

    /// The threads are in use while a part divides its own work, which goes elsewhere and is done as well.
    @Test func partsDivideTheirOwnWork() {
        for _ in 0..<50 {
            let tally = Tally(4 * 9 * 5)
            Workers(4).divide(4) { outer in
                for a in outer {
                    Workers(3).divide(9) { middle in
                        for b in middle {
                            Workers(2).divide(5) { inner in
                                let start = (a * 9 + b) * 5
                                tally.add(start + inner.lowerBound..<start + inner.upperBound)
                            }
                        }
                    }
                }
            }
            #expect(tally.all.allSatisfy { $0 == 1 })
        }
    }

    /// Many callers at once, most of whom find the threads in use.
    @Test func callersDoNotDisturbEachOther() {
        let callers = 12, rounds = 300, total = 23
        let tallies = (0..<callers).map { _ in Tally(total) }
        DispatchQueue.concurrentPerform(iterations: callers) { caller in
            for _ in 0..<rounds {
                Workers(2 + caller % 5).divide(total) { tallies[caller].add($0) }
            }
        }
        for tally in tallies { #expect(tally.all.allSatisfy { $0 == rounds }) }
    }

    /// After some time without work the threads sleep, and wake up for more; parts that last long let the
    /// caller sleep until the last one is done.
    @Test func threadsThatSleepAreWoken() {
        for round in 0..<6 {
            usleep(20_000)
            let tally = Tally(3)
            Workers(3).divide(3) { range in
                if range.lowerBound == round % 3 { usleep(30_000) }
                tally.add(range)
            }
            // Whatever was done is done when the call returns.
            #expect(tally.all == [1, 1, 1])
        }
    }

    /// A call returns what its own parts wrote, round after round without a pause.
    @Test func resultsAreThereAtTheEnd() {
        let count = 64
        var values = [Int](repeating: 0, count: count)
        for round in 1...5000 {
            values.withUnsafeMutableBufferPointer { values in
                nonisolated(unsafe) let values = values
                Workers(4).divide(count) { range in
                    for index in range { values[index] += index * round }
                }
            }
        }
        let rounds = 5000 * 5001 / 2
        #expect(values == (0..<count).map { $0 * rounds })
    }

    /// The kept threads say so when they are in use, and then have called nothing.
    @Test func threadsInUseAreRefused() {
        let refused = Mutex(0)
        let called = Mutex(0)
        var tries = 0
        // Another test may be using them.
        while tries < 1000 {
            let isDone = Loops.perform(2) { _ in
                let isNested = Loops.perform(2) { _ in called.withLock { $0 += 1 } }
                if !isNested { refused.withLock { $0 += 1 } }
            }
            if isDone { break }
            tries += 1
            usleep(1000)
        }
        #expect(refused.withLock { $0 } == 2)
        #expect(called.withLock { $0 } == 0)
    }
}
