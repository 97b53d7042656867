import Tensors
import Tokenization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Computes how likely a masked language model finds the tokens that masks hide.
///
/// The masked copies of any sentences are run together as packed rows, some at a time, so that the scores
/// over the vocabulary of a few of them are in memory.
package struct MaskedTokenScorer {
    private let model: any MaskFilling

    /// The most tokens of a pass.
    static let rowLimit = 4096
    /// The most numbers of scores that are held at once: 16 MB.
    static let scoreLimit = 4_000_000

    package init(_ model: any MaskFilling) {
        self.model = model
    }

    /// The natural logarithm of each hidden token's probability, in order; at most 0.
    ///
    /// - Throws: ``InferenceError/tokenOutOfRange(id:count:)``, ``InferenceError/notFinite``, or
    ///   `CancellationError`.
    package func logProbabilities(_ asked: [MaskedToken]) throws -> [Double] {
        for one in asked where !(0..<model.vocabularyCount).contains(one.token) {
            throw InferenceError.tokenOutOfRange(id: one.token, count: model.vocabularyCount)
        }
        var found: [Double] = []
        found.reserveCapacity(asked.count)
        var rest = asked[...]
        while !rest.isEmpty {
            try Task.checkCancellation()
            let batch = rest.prefix(batchSize(rest))
            rest = rest.dropFirst(batch.count)
            let logits = try model.vocabularyLogits(
                for: batch.map(\.text),
                at: batch.map { [$0.place] }
            )
            for (one, logits) in zip(batch, logits) {
                found.append(try Self.logProbability(of: one.token, logits))
            }
        }
        return found
    }

    /// How many of the next copies are run at once; at least one.
    private func batchSize(_ copies: ArraySlice<MaskedToken>) -> Int {
        let most = max(1, Self.scoreLimit / max(1, model.vocabularyCount))
        var rows = 0, count = 0
        for copy in copies.prefix(most) {
            rows += copy.text.count
            if count > 0, rows > Self.rowLimit { break }
            count += 1
        }
        return count
    }

    /// log softmax of one row `[1, V]`, in double precision.
    private static func logProbability(of token: Int, _ logits: Tensor) throws -> Double {
        try logits.withUnsafeValues { values in
            var most = -Double.infinity
            for value in values { most = max(most, Double(value)) }
            var sum = 0.0
            for value in values { sum += exp(Double(value) - most) }
            let result = Double(values[token]) - most - log(sum)
            guard result.isFinite else { throw InferenceError.notFinite }
            return result
        }
    }
}
