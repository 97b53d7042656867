import Kernels
import TestSupport
import Testing

@testable import Inference

struct RaggedTests {
    @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 100])
    func everySequenceIsRunOnceAndAnsweredInItsPlace(_ threads: Int, _ count: Int) {
        var random = SeededRandom(seed: UInt64(threads * 1000 + count))
        let lengths = (0..<count).map { _ in Int.random(in: 0...90, using: &random) }
        let results = Workers(threads).ragged(lengths, limit: 128) { indices, _ in
            indices.map { "\($0) of \(lengths[$0])" }
        }
        #expect(results == lengths.indices.map { "\($0) of \(lengths[$0])" })
    }

    @Test(arguments: [1, 2, 4])
    func partsHoldLikeLengthsWithinTheLimit(_ threads: Int) {
        let lengths = (0..<200).map { 1 + $0 * 37 % 120 }
        let parts = Workers.parts(lengths, limit: 512, threads: threads)
        #expect(parts.flatMap { $0 }.sorted() == Array(lengths.indices))
        #expect(parts.count >= threads)
        for part in parts { #expect(part.reduce(0) { $0 + lengths[$1] } <= 512) }
        let order = parts.flatMap { $0 }.map { lengths[$0] }
        #expect(order == order.sorted(by: >))
    }

    @Test func aLongSequenceHasAPartOfItsOwn() {
        #expect(Workers.parts([10, 900, 10], limit: 512, threads: 2) == [[1], [0, 2]])
        #expect(Workers.parts([], limit: 512, threads: 2).isEmpty)
    }
}
