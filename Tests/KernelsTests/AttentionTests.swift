import Kernels
import Tensors
import TestSupport
import Testing

/// Attention over packed sequences, for every processor that this one can stand for.
struct AttentionTests {
    /// Sequences of these lengths, the queries the last rows of each.
    struct Size: Sendable {
        var queries: [Int]
        var keys: [Int]
        var heads: Int
        var keyHeads: Int
        var width: Int
        var mask = AttentionMask.none
    }

    static let sizes = [
        Size(queries: [1], keys: [1], heads: 1, keyHeads: 1, width: 1),
        Size(queries: [5, 3], keys: [5, 3], heads: 3, keyHeads: 3, width: 7),
        Size(queries: [17, 0, 50], keys: [17, 0, 50], heads: 2, keyHeads: 2, width: 33),
        Size(queries: [197], keys: [197], heads: 1, keyHeads: 1, width: 64),
        Size(queries: [40, 1], keys: [40, 1], heads: 4, keyHeads: 2, width: 8, mask: .causal),
        Size(queries: [1, 20], keys: [75, 100], heads: 2, keyHeads: 1, width: 12, mask: .causal),
        // Longer than a block of keys.
        Size(queries: [3, 20], keys: [1030, 515], heads: 1, keyHeads: 1, width: 5, mask: .causal),
        Size(queries: [15], keys: [700], heads: 1, keyHeads: 1, width: 16),
        Size(
            queries: [5],
            keys: [600],
            heads: 1,
            keyHeads: 1,
            width: 4,
            mask: AttentionMask(isCausal: true, window: 80)
        ),
        Size(
            queries: [90, 2],
            keys: [90, 70],
            heads: 2,
            keyHeads: 2,
            width: 16,
            mask: AttentionMask(isCausal: true, window: 9)
        ),
    ]

    @Test(arguments: Processor.runnable, sizes)
    func agreesWithReference(_ processor: Processor, _ size: Size) {
        let case_ = Case(size)
        for threads in [1, 2] {
            let found = case_.attend(loops: Loops(processor), threads: threads)
            for (found, expected) in zip(found, case_.expected) {
                #expect(abs(Double(found) - expected) < 1e-5)
            }
        }
    }

    @Test(arguments: Processor.runnable)
    func neitherNeighboursNorEarlierQueriesChangeABit(_ processor: Processor) {
        let all = Case(
            Size(queries: [560], keys: [560], heads: 2, keyHeads: 2, width: 8, mask: .causal)
        )
        let whole = all.attend(loops: Loops(processor), threads: 1)
        for first in [1, 13, 513, 559] {
            var part = all
            part.size.queries = [560 - first]
            part.query = Array(all.query[(first * 16)...])
            let found = part.attend(loops: Loops(processor), threads: 1)
            #expect(found == Array(whole[(first * 16)...]))
        }
    }

    /// Random numbers for a size.
    struct Case {
        var size: Size
        var query: [Float]
        var key: [Float]
        var value: [Float]

        init(_ size: Size) {
            var random = SeededRandom(seed: 7)
            self.size = size
            query = random.floats(size.queries.reduce(0, +) * size.heads * size.width)
            key = random.floats(size.keys.reduce(0, +) * size.keyHeads * size.width)
            value = random.floats(key.count)
        }

        func attend(loops: Loops, threads: Int) -> [Float] {
            func matrix(_ values: [Float], heads: Int) -> Matrix {
                OperationTests.matrix(values, rows: values.count / (heads * size.width))
            }
            let query = matrix(query, heads: size.heads)
            let key = matrix(key, heads: size.keyHeads)
            let value = matrix(value, heads: size.keyHeads)
            let result = Matrix(rows: query.rows, columns: query.columns)
            Operations.attend(
                query: query.strided,
                key: key.strided,
                value: value.strided,
                into: result.strided,
                queries: Sequences(lengths: size.queries),
                keys: Sequences(lengths: size.keys),
                heads: size.heads,
                keyHeads: size.keyHeads,
                scale: 0.7,
                mask: size.mask,
                loops: loops,
                workers: Workers(threads)
            )
            withExtendedLifetime((query, key, value)) {}
            return result.tensor([result.rows, result.columns]).values
        }

        var expected: [Double] {
            var result = [Double](repeating: 0, count: query.count)
            let queries = Sequences(lengths: size.queries), keys = Sequences(lengths: size.keys)
            for sequence in size.queries.indices {
                for head in 0..<size.heads {
                    let keyHead = head * size.keyHeads / size.heads
                    let rows = Reference.attend(
                        query: part(query, queries[sequence], head, of: size.heads),
                        key: part(key, keys[sequence], keyHead, of: size.keyHeads),
                        value: part(value, keys[sequence], keyHead, of: size.keyHeads),
                        scale: 0.7,
                        mask: size.mask
                    )
                    for (row, values) in zip(queries[sequence], rows) {
                        let first = (row * size.heads + head) * size.width
                        result.replaceSubrange(first..<first + size.width, with: values)
                    }
                }
            }
            return result
        }

        private func part(
            _ values: [Float],
            _ rows: Range<Int>,
            _ head: Int,
            of heads: Int
        ) -> [[Float]] {
            rows.map { row in
                let first = (row * heads + head) * size.width
                return Array(values[first..<first + size.width])
            }
        }
    }
}
