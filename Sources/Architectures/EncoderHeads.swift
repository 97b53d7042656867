import Checkpoints
import Foundation
import Inference
import Kernels
import Layers
import Tensors

/// What stands on an encoder's last hidden states.
enum EncoderHead: Sendable {
    /// Nothing, or the pooler that some checkpoints have.
    case none(pooler: FirstTokenLayer?)
    /// Scores for the text, from its first token.
    case text(FirstTokenLayer, Linear)
    /// Scores for each token.
    case tokens(Linear)
    /// Two scores for each token: that an answer begins there, and that it ends there.
    case spans(Linear)
    /// Scores over the vocabulary for each token.
    case vocabulary(VocabularyHead)
}

/// A layer on the first token of each text: activation(W x + b).
struct FirstTokenLayer: Sendable {
    enum Activation: Sendable { case tanh, relu }

    private let layer: Linear
    private let activation: Activation

    init(
        _ scope: WeightScope,
        width: Int,
        _ activation: Activation
    ) throws(CheckpointError) {
        layer = try Linear(scope, inputs: width, outputs: width)
        self.activation = activation
    }

    /// `[rows, D]` of some sequences → `[sequences, D]`.
    func callAsFunction(_ states: Matrix, _ sequences: Sequences, workers: Workers) -> Matrix {
        let first = Matrix(rows: sequences.count, columns: states.columns)
        for index in 0..<sequences.count {
            (first.strided.pointer + index * states.columns).update(
                from: states.strided.pointer + sequences[index].lowerBound * states.columns,
                count: states.columns
            )
        }
        let result = Matrix(rows: sequences.count, columns: layer.outputs)
        layer(
            first.strided,
            into: result.strided,
            activation: activation == .relu ? .relu : .none,
            workers: workers
        )
        if activation == .tanh { result.apply { tanh($0) } }
        withExtendedLifetime((states, first)) {}
        return result
    }
}

/// A layer, an activation, a normalisation, then a score for each token of the vocabulary.
struct VocabularyHead: Sendable {
    private let transform: Linear
    private let activation: Activation
    private let norm: LayerNorm
    private let decoder: Linear

    /// - Parameters:
    ///   - transform: The first layer, D to D.
    ///   - activation: After it.
    ///   - norm: After that.
    ///   - epsilon: Of the normalisation.
    ///   - decoder: Has `weight` if the output weights are not the word embeddings.
    ///   - bias: The tensor of V biases: its scope and name.
    ///   - words: The word embeddings.
    ///   - c: Says whether they are the output weights.
    /// - Throws: ``CheckpointError`` for a tensor that is absent or of another shape.
    init(
        transform: WeightScope,
        activation: Activation,
        norm: WeightScope,
        epsilon: Double,
        decoder: WeightScope,
        bias: (WeightScope, String),
        words: Embedding,
        _ c: EncoderConfiguration
    ) throws(CheckpointError) {
        self.transform = try Linear(transform, inputs: c.hidden, outputs: c.hidden)
        self.activation = activation
        self.norm = try LayerNorm(norm, size: c.hidden, epsilon: epsilon)
        let bias = try bias.0.tensor(bias.1, [c.vocabulary])
        if c.isTied {
            self.decoder = Linear(tied: words, bias: bias)
        } else {
            self.decoder = Linear(
                weight: try decoder.tensor("weight", [c.vocabulary, c.hidden]),
                bias: bias,
                inputs: c.hidden,
                outputs: c.vocabulary
            )
        }
    }

    /// V.
    var count: Int { decoder.outputs }

    /// `[rows, D]` → `[rows, V]`.
    func callAsFunction(_ states: Strided, workers: Workers) -> Matrix {
        let transformed = Matrix(rows: states.rows, columns: states.columns)
        transform(
            states,
            into: transformed.strided,
            activation: activation,
            workers: workers
        )
        norm(transformed.strided, into: transformed.strided, workers: workers)
        let result = Matrix(rows: states.rows, columns: count)
        decoder(transformed.strided, into: result.strided, workers: workers)
        withExtendedLifetime(transformed) {}
        return result
    }
}

extension Matrix {
    /// Replaces every number.
    func apply(_ function: (Float) -> Float) {
        let all = strided
        for index in 0..<rows * columns { all.pointer[index] = function(all.pointer[index]) }
    }
}
