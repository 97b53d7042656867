import Checkpoints
import Inference
import Kernels
import Layers
import Tensors
import Tokenization

/// Tokens of tables one after the other, as TAPAS looks them up.
struct TapasRows: Sendable {
    let sequences: Sequences
    let ids: [Int]
    let positions: [Int]
    /// The seven type ids, each with a member a token.
    let types: [[Int]]

    init(_ tables: [TableEncoding], _ c: TapasConfiguration) {
        self.init(
            Sequences(lengths: tables.map(\.count)),
            ids: tables.flatMap(\.ids),
            types: c.typeCounts.indices.map { kind in tables.flatMap { $0.typeIDs[kind] } },
            c
        )
    }

    init(_ padded: PaddedTables, _ c: TapasConfiguration) {
        self.init(
            Sequences(count: padded.batch, length: padded.length),
            ids: padded.ids,
            types: padded.types,
            c
        )
    }

    private init(_ sequences: Sequences, ids: [Int], types: [[Int]], _ c: TapasConfiguration) {
        self.sequences = sequences
        self.ids = ids
        self.types = types
        positions = (0..<sequences.count).flatMap { index -> [Int] in
            let own = sequences[index]
            guard c.resetsPositions else { return Array(0..<own.count) }
            // Counted from the first token of the cell; the question is a cell of its own.
            var firsts: [Int: Int] = [:]
            return own.map { row in
                let cell = types[1][row] << 32 | types[2][row]
                let first = firsts[cell] ?? row
                firsts[cell] = first
                return min(row - first, c.positions - 1)
            }
        }
    }
}

/// A batch of tables as the reference pads it, on the right.
struct PaddedTables: Sendable {
    let batch, length: Int
    /// The number of real tokens of each.
    let lengths: [Int]
    let ids: [Int]
    let types: [[Int]]

    /// Whether there is no padding.
    var isFull: Bool { lengths.allSatisfy { $0 == length } }

    /// Reads `input_ids` `[B, T]`, `token_type_ids` `[B, T, 7]` and `attention_mask` `[B, T]`.
    ///
    /// - Throws: ``InferenceError`` for an input that is absent, unknown or of another shape.
    init(_ inputs: [String: Tensor]) throws(InferenceError) {
        let known = ["input_ids", "attention_mask", "token_type_ids"]
        for name in inputs.keys.sorted() where !known.contains(name) {
            throw .unsupportedOption(name: name)
        }
        guard let ids = inputs["input_ids"] else { throw .missingInput(name: "input_ids") }
        guard ids.shape.rank == 2, ids.shape[1] > 0 else {
            throw .inputShape(name: "input_ids", expected: "[B, T]", found: ids.shape)
        }
        let batch = ids.shape[0], length = ids.shape[1]
        let none = Tensor([batch, length, 7], Array(repeating: 0, count: batch * length * 7))
        let types = inputs["token_type_ids"] ?? none
        guard types.shape == [batch, length, 7] else {
            throw .inputShape(
                name: "token_type_ids",
                expected: "[\(batch), \(length), 7]",
                found: types.shape
            )
        }
        let mask = inputs["attention_mask"]
        guard mask?.shape ?? ids.shape == ids.shape else {
            throw .inputShape(
                name: "attention_mask",
                expected: "\(ids.shape)",
                found: mask?.shape ?? []
            )
        }
        let marks = mask?.values ?? Array(repeating: 1, count: ids.count)
        lengths = (0..<batch).map { index in
            marks[index * length..<(index + 1) * length].count { $0 != 0 }
        }
        for (index, own) in lengths.enumerated() {
            let real = marks[index * length..<index * length + own]
            guard own > 0, real.allSatisfy({ $0 != 0 }) else {
                throw .inputShape(
                    name: "attention_mask",
                    expected: "padding on the right only",
                    found: ids.shape
                )
            }
        }
        self.batch = batch
        self.length = length
        self.ids = ids.values.map { Int($0) }
        let values = types.values
        self.types = (0..<7).map { kind in
            stride(from: kind, to: values.count, by: 7).map { Int(values[$0]) }
        }
    }
}

/// Words, positions and seven tables of types, added up and normalised.
///
/// Source: Herzig et al. 2020, section 2, figure 2.
struct TapasEmbeddings: Sendable {
    private let words: Embedding
    private let positions: Embedding
    private let types: [Embedding]
    private let norm: LayerNorm

    init(_ scope: WeightScope, _ c: TapasConfiguration) throws(CheckpointError) {
        let width = c.encoder.hidden
        words = try Embedding(scope["word_embeddings"], count: c.encoder.vocabulary, width: width)
        positions = try Embedding(scope["position_embeddings"], count: c.positions, width: width)
        var types: [Embedding] = []
        for (kind, count) in c.typeCounts.enumerated() {
            let name = "token_type_embeddings_\(kind)"
            types.append(try Embedding(scope[name], count: count, width: width))
        }
        self.types = types
        norm = try LayerNorm(scope["LayerNorm"], size: width, epsilon: c.encoder.epsilon)
    }

    /// A row for each token.
    func callAsFunction(_ rows: TapasRows, workers: Workers) -> Matrix {
        let hidden = Matrix(rows: rows.ids.count, columns: words.width)
        let all = hidden.strided
        words.look(up: rows.ids, into: all)
        positions.add(rows.positions, to: all)
        for (table, ids) in zip(types, rows.types) { table.add(ids, to: all) }
        norm(all, into: all, workers: workers)
        return hidden
    }

    /// - Throws: ``InferenceError/outOfTable(input:found:count:)``.
    func check(_ rows: TapasRows) throws(InferenceError) {
        try Self.check("input_ids", rows.ids, words.count)
        try Self.check("position_ids", rows.positions, positions.count)
        for (kind, ids) in rows.types.enumerated() {
            let name = "token_type_ids (\(TableEncoding.typeNames[kind]))"
            try Self.check(name, ids, types[kind].count)
        }
    }

    private static func check(_ name: String, _ ids: [Int], _ count: Int) throws(InferenceError) {
        guard let found = ids.first(where: { !(0..<count).contains($0) }) else { return }
        throw .outOfTable(input: name, found: found, count: count)
    }
}
