package import Checkpoints
package import Kernels
package import Tensors

/// x Wᵀ + b, W stored `[outputs, inputs]`.
package struct Linear: Sendable {
    private let weight: PackedMatrix
    private let bias: Tensor?

    /// Reads `weight` and, unless told otherwise, `bias`.
    package init(
        _ scope: WeightScope,
        inputs: Int,
        outputs: Int,
        hasBias: Bool = true
    ) throws(CheckpointError) {
        try self.init(fusing: [scope], inputs: inputs, outputs: outputs, hasBias: hasBias)
    }

    /// Reads several layers of one input as one, their outputs side by side.
    ///
    /// - Parameters:
    ///   - scopes: One for each layer.
    ///   - inputs: Numbers that they all take.
    ///   - outputs: Of each.
    ///   - hasBias: Whether each has a `bias`.
    /// - Throws: ``CheckpointError`` for a tensor that is absent or of another shape.
    package init(
        fusing scopes: [WeightScope],
        inputs: Int,
        outputs: Int,
        hasBias: Bool
    ) throws(CheckpointError) {
        var parts: [Tensor] = []
        for scope in scopes { parts.append(try scope.tensor("weight", [outputs, inputs])) }
        weight = Self.pack(parts, rows: outputs, transposing: true, scopes[0].workers)
        bias = hasBias ? try Self.read(scopes, "bias", [outputs]) : nil
    }

    /// Reads several layers of one input, each of its own number of outputs, as one.
    package init(
        fusing layers: [(scope: WeightScope, outputs: Int)],
        inputs: Int,
        hasBias: Bool
    ) throws(CheckpointError) {
        var parts: [Tensor] = [], biases: [Tensor] = []
        for (scope, outputs) in layers {
            parts.append(try scope.tensor("weight", [outputs, inputs]))
            if hasBias { biases.append(try scope.tensor("bias", [outputs])) }
        }
        weight = Self.pack(parts, columns: inputs, layers[0].scope.workers)
        bias = hasBias ? Tensor.joined(biases) : nil
    }

    /// Reads a layer whose bias, if it has one, is of another scope than its weight.
    package init(
        _ scope: WeightScope,
        inputs: Int,
        outputs: Int,
        bias: WeightScope?
    ) throws(CheckpointError) {
        let stored = try scope.tensor("weight", [outputs, inputs])
        weight = Self.pack([stored], rows: outputs, transposing: true, scope.workers)
        if let bias { self.bias = try bias.tensor("bias", [outputs]) } else { self.bias = nil }
    }

    /// Reads a layer whose weight is stored `[inputs, outputs]`, as GPT-2's `Conv1D` is.
    package init(
        transposed scope: WeightScope,
        inputs: Int,
        outputs: Int
    ) throws(CheckpointError) {
        let stored = try scope.tensor("weight", [inputs, outputs])
        weight = Self.pack([stored], rows: inputs, transposing: false, scope.workers)
        bias = try scope.tensor("bias", [outputs])
    }

    /// The output layer of a model that shares its input embeddings: a score for each of their rows.
    package init(tied embedding: Embedding, bias: Tensor? = nil) {
        self.init(
            weight: embedding.table,
            bias: bias,
            inputs: embedding.width,
            outputs: embedding.count
        )
    }

    /// A layer of a weight that has another shape in the checkpoint, such as a convolution whose
    /// windows do not overlap.
    package init(weight: Tensor, bias: Tensor?, inputs: Int, outputs: Int) {
        precondition(weight.count == inputs * outputs && (bias?.count ?? outputs) == outputs)
        self.weight = Self.pack([weight], rows: outputs, transposing: true, .single)
        self.bias = bias
    }

    package var outputs: Int { weight.columns }

    /// Writes the weights of one output, its row of W.
    package func copyWeight(ofOutput index: Int, into target: UnsafeMutablePointer<Float>) {
        weight.copyColumn(index, into: target)
    }

    /// result = activation(input Wᵀ + b) + residual.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputs]`.
    ///   - result: `[rows, outputs]`; neither the input nor the residual.
    ///   - activation: Applied after the bias.
    ///   - residual: Added last, `[rows, outputs]`.
    ///   - workers: The threads that may share the work.
    package func callAsFunction(
        _ input: Strided,
        into result: Strided,
        activation: Activation = .none,
        residual: Strided? = nil,
        workers: Workers
    ) {
        weight.multiply(
            input,
            into: result,
            finish: Finish(bias: bias?.buffer, activation: activation, residual: residual),
            workers: workers
        )
    }

    private static func pack(
        _ parts: [Tensor],
        rows: Int,
        transposing: Bool,
        _ workers: Workers
    ) -> PackedMatrix {
        withExtendedLifetime(parts) {
            let matrices = parts.map { part in
                let columns = part.count / max(rows, 1)
                return Strided(part.buffer.pointer, rows: rows, columns: columns, stride: columns)
            }
            return PackedMatrix(matrices, transposing: transposing, workers: workers)
        }
    }

    /// Packs weights `[outputs, columns]`, each of its own number of outputs.
    private static func pack(
        _ parts: [Tensor],
        columns: Int,
        _ workers: Workers
    ) -> PackedMatrix {
        withExtendedLifetime(parts) {
            let matrices = parts.map { part in
                Strided(
                    part.buffer.pointer,
                    rows: part.count / max(columns, 1),
                    columns: columns,
                    stride: columns
                )
            }
            return PackedMatrix(matrices, transposing: true, workers: workers)
        }
    }

    /// The tensors of that name, one after the other.
    private static func read(
        _ scopes: [WeightScope],
        _ name: String,
        _ shape: Shape
    ) throws(CheckpointError) -> Tensor {
        var parts: [Tensor] = []
        for scope in scopes { parts.append(try scope.tensor(name, shape)) }
        return .joined(parts)
    }
}

extension Tensor {
    /// The numbers of several, one after the other.
    fileprivate static func joined(_ parts: [Tensor]) -> Tensor {
        if parts.count == 1 { return parts[0] }
        return Tensor([parts.reduce(0) { $0 + $1.count }]) { target in
            var first = 0
            for part in parts {
                part.withUnsafeValues {
                    _ = UnsafeMutableBufferPointer(
                        rebasing: target[first..<first + part.count]
                    ).update(fromContentsOf: $0)
                }
                first += part.count
            }
        }
    }
}
