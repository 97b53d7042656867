package import Kernels
package import Layers
package import Tensors

/// A model that scores every token of its vocabulary as the next one of a text.
///
/// It works on token ids and keeps no state: what it has computed of a sequence is in a cache that
/// the caller owns. Texts are turned into ids by ``vocabulary``.
package protocol CausalLanguageModel: Sendable {
    /// V.
    var tokenCount: Int { get }
    /// The most tokens of a sequence that it takes.
    var contextLength: Int { get }
    /// D: the numbers of a token's state.
    var stateWidth: Int { get }
    /// What a cache of its keeps for each token.
    var cacheShape: KVCache.Shape { get }
    /// The threads that it may use.
    var workers: Workers { get }
    /// Texts to ids and back; nil if the folder has no tokenizer that can be read.
    var vocabulary: (any TextVocabulary)? { get }
    /// What the checkpoint says of generation.
    var generation: GenerationSettings { get }
    /// The same with what the reference's text-generation pipeline takes besides.
    var pipelineGeneration: GenerationSettings { get }

    /// The tokenizer.
    ///
    /// - Throws: Why there is none.
    func requireVocabulary() throws -> any TextVocabulary

    /// Runs tokens of several sequences at once, without padding.
    ///
    /// A token's state is the same to the last bit whichever sequences run beside it and however many
    /// threads there are.
    ///
    /// - Parameter segments: Some tokens of each sequence.
    /// - Returns: The state of each token after the last norm, `[rows, D]`, segment after segment.
    /// - Throws: ``InferenceError/tokenOutOfRange(id:count:)`` or
    ///   ``InferenceError/contextLength(tokens:limit:)``.
    func states(_ segments: [TokenSegment]) throws(InferenceError) -> Matrix

    /// The scores of every token of the vocabulary, `[rows, V]`, from states `[rows, D]`.
    func logits(_ states: Strided, into result: Strided)
}

extension CausalLanguageModel {
    /// An empty cache for one sequence, with room for `capacity` tokens.
    package func cache(capacity: Int = 0) -> KVCache { KVCache(cacheShape, capacity: capacity) }
}

/// Tokens of one sequence that a model runs in a pass.
package struct TokenSegment {
    /// What becomes of a sequence's cache.
    package enum Memory {
        /// Nothing came before the tokens and nothing follows them.
        case none
        /// The tokens follow the cache's and are kept in it.
        case extending(KVCache)
        /// The tokens follow the cache's, which stays as it is: several branches may leave one cache
        /// in the same pass.
        case branching(KVCache)
    }

    package let tokens: [Int]
    package let memory: Memory

    package init(_ tokens: [Int], _ memory: Memory = .none) {
        self.tokens = tokens
        self.memory = memory
    }

    /// The cache, if there is one.
    package var cache: KVCache? {
        switch memory {
        case .none: nil
        case .extending(let cache), .branching(let cache): cache
        }
    }
}
