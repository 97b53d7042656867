package import Kernels

/// The keys and values of one sequence's tokens, for every layer of a decoder.
///
/// It belongs to whoever decodes the sequence and is handed to the model at every step: a model keeps
/// no state. Memory grows in blocks of ``block`` tokens, by half of what there is or more, so that
/// appending a token copies nothing most of the time.
///
/// A token takes 2 × layers × width floats: in GPT-2 small (12 layers, K × E = 768) 73.7 kB, so
/// 75.5 MB for 1,024 tokens.
package final class KVCache {
    /// What a model's caches hold for a token.
    package struct Shape: Sendable, Equatable {
        package let layers: Int
        /// K × E: the key heads side by side.
        package let width: Int

        package init(layers: Int, width: Int) {
            precondition(layers >= 0 && width > 0, "a cache of \(layers) layers of \(width) floats")
            self.layers = layers
            self.width = width
        }

        /// Memory for one token.
        package var bytesPerToken: Int { 2 * layers * width * MemoryLayout<Float>.stride }
    }

    /// Tokens by which memory grows at least.
    package static let block = 64

    package let shape: Shape
    /// The tokens whose keys and values are kept.
    package private(set) var count = 0
    /// The tokens that there is memory for.
    package private(set) var capacity = 0
    private var keys: [FloatBuffer] = []
    private var values: [FloatBuffer] = []

    /// An empty cache; memory for `capacity` tokens is taken at once.
    package init(_ shape: Shape, capacity: Int = 0) {
        self.shape = shape
        reserve(capacity)
    }

    /// Memory taken, whether or not it is in use.
    package var sizeBytes: Int { capacity * shape.bytesPerToken }

    /// Makes room for that many tokens in all.
    package func reserve(_ tokens: Int) {
        guard tokens > capacity else { return }
        let wanted = max(tokens, count == 0 ? 0 : capacity + capacity / 2)
        let blocks = (wanted + Self.block - 1) / Self.block
        capacity = blocks * Self.block
        keys = grown(keys)
        values = grown(values)
    }

    /// One layer's keys and values, `[capacity, K × E]` each; the first ``count`` rows are filled.
    ///
    /// Valid until ``reserve(_:)`` makes more room, and as long as the cache is.
    package func layer(_ index: Int) -> (keys: Strided, values: Strided) {
        (rows(keys[index]), rows(values[index]))
    }

    /// Keeps the next tokens, whose rows every layer has filled.
    package func commit(_ tokens: Int) {
        precondition(tokens >= 0 && count + tokens <= capacity, "\(tokens) tokens beyond the room")
        count += tokens
    }

    /// Forgets all tokens but the first.
    package func truncate(to tokens: Int) {
        precondition((0...count).contains(tokens), "\(tokens) of \(count) tokens")
        count = tokens
    }

    /// A cache of the same tokens that goes its own way; it has room for `capacity` tokens.
    package func copy(capacity: Int) -> KVCache {
        let copy = KVCache(shape, capacity: max(capacity, count))
        for layer in 0..<shape.layers {
            let size = count * shape.width
            copy.keys[layer].pointer.update(from: keys[layer].pointer, count: size)
            copy.values[layer].pointer.update(from: values[layer].pointer, count: size)
        }
        copy.count = count
        return copy
    }

    private func rows(_ buffer: FloatBuffer) -> Strided {
        Strided(buffer.pointer, rows: capacity, columns: shape.width, stride: shape.width)
    }

    private func grown(_ old: [FloatBuffer]) -> [FloatBuffer] {
        (0..<shape.layers).map { layer in
            let buffer = FloatBuffer(uninitialized: capacity * shape.width)
            if count > 0 {
                buffer.pointer.update(from: old[layer].pointer, count: count * shape.width)
            }
            return buffer
        }
    }
}
