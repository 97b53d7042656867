import Domain
import Inference
import Kernels
import Layers
import Tensors
import Tokenization

/// An encoder of texts with a head: what BERT, DistilBERT and RoBERTa are once their weights are read.
///
/// Texts are run without padding, those of like length together; see ``Workers/ragged(_:limit:_:)``.
struct EncoderModel: Sendable {
    let configuration: EncoderConfiguration
    let front: TextFront
    let sentence: SentenceModules?
    let folder: String
    let head: EncoderHead
    private let body: EncoderBody
    /// The id that positions are counted from; nil if they begin at 0.
    private let padding: Int?
    private let workers: Workers

    /// Joins the parts.
    ///
    /// - Parameters:
    ///   - source: The folder.
    ///   - configuration: Its `config.json`.
    ///   - body: The encoder.
    ///   - head: What stands on it.
    ///   - padding: The id that positions are counted from; nil if they begin at 0.
    /// - Throws: What reading the sentence-transformers modules throws, if there are any.
    init(
        _ source: ModelSource,
        _ configuration: EncoderConfiguration,
        body: EncoderBody,
        head: EncoderHead,
        countingFrom padding: Int? = nil
    ) throws {
        self.configuration = configuration
        self.body = body
        self.head = head
        self.padding = padding
        folder = source.folder
        workers = source.workers
        let longest = configuration.positions - (padding.map { $0 + 1 } ?? 0)
        let front = TextFront(folder: source.folder, limit: longest)
        sentence = try SentenceModules(folder: source.folder, width: configuration.hidden)
        self.front = sentence?.maximumLength.map(front.limited) ?? front
    }

    /// The model in the role of its head.
    var role: any Sendable {
        switch head {
        case .none: EncoderStates(model: self)
        case .text: EncoderTextClassifier(model: self)
        case .tokens: EncoderTokenClassifier(model: self)
        case .spans: EncoderSpanFinder(model: self)
        case .vocabulary: EncoderMaskFiller(model: self)
        }
    }

    /// Runs texts and makes something of the states of each part of them.
    ///
    /// - Parameters:
    ///   - texts: The batch.
    ///   - onlyFirst: Whether only the first token's state of each text is needed.
    ///   - make: Given the indices of some texts, their states and where these lie, a result for each.
    /// - Returns: The results in the order of the texts.
    /// - Throws: ``InferenceError/outOfTable(input:found:count:)``.
    func each<Result: Sendable>(
        _ texts: [Encoding],
        onlyFirst: Bool = false,
        _ make: @Sendable ([Int], Matrix, Sequences, Workers) -> [Result]
    ) throws -> [Result] {
        for index in texts.indices {
            try body.check(TokenRows(texts, [index], countingFrom: padding))
        }
        return workers.ragged(texts.map(\.count)) { indices, workers in
            let rows = TokenRows(texts, indices, countingFrom: padding)
            let states = body(rows, onlyFirst: onlyFirst, workers: workers)
            return make(indices, states, rows.sequences, workers)
        }
    }

    /// `[T, D]` of each text.
    func states(_ texts: [Encoding]) throws -> [Tensor] {
        try each(texts) { _, states, sequences, _ in
            (0..<sequences.count).map { states.tensor(rows: sequences[$0]) }
        }
    }
}

// MARK: - Recorded calls

extension EncoderModel {
    private static let options = [
        "output_attentions", "output_hidden_states", "return_dict", "use_cache",
    ]
    private static let inputs = ["input_ids", "attention_mask", "token_type_ids", "position_ids"]

    /// See ``ModelArchitecture/run(inputs:options:trace:)``.
    func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws {
        for name in options.keys.sorted() where !Self.options.contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        for name in inputs.keys.sorted() where !Self.inputs.contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        let padded = try Self.padded(inputs)
        let rows = try tokens(inputs, padded)
        try body.check(rows)
        let states = body(rows, tracing: .init(trace, padded), workers: workers)
        trace.record("last_hidden_state", padded.tensor(states))
        switch head {
        case .none(let pooler):
            guard let pooler else { return }
            trace.record("pooler_output", pooler(states, rows.sequences, workers: workers).tensor)
        case .text(let pooler, let classifier):
            let pooled = pooler(states, rows.sequences, workers: workers)
            trace.record("logits", classifier.apply(pooled, workers: workers).tensor)
        case .tokens(let classifier):
            trace.record("logits", padded.tensor(classifier.apply(states, workers: workers)))
        case .spans(let classifier):
            let logits = padded.tensor(classifier.apply(states, workers: workers))
            for (column, name) in ["start_logits", "end_logits"].enumerated() {
                let values = logits.values
                let own = stride(from: column, to: values.count, by: 2).map { values[$0] }
                trace.record(name, Tensor([logits.shape[0], logits.shape[1]], own))
            }
        case .vocabulary(let head):
            trace.record("logits", padded.tensor(head(states.strided, workers: workers)))
        }
        withExtendedLifetime(states) {}
    }

    private static func padded(_ inputs: [String: Tensor]) throws -> PaddedRows {
        guard let ids = inputs["input_ids"] else {
            throw InferenceError.missingInput(name: "input_ids")
        }
        guard ids.shape.rank == 2 else {
            throw InferenceError.inputShape(name: "input_ids", expected: "[B, T]", found: ids.shape)
        }
        for (name, tensor) in inputs.sorted(by: { $0.key < $1.key }) {
            // A row of positions may serve the whole batch.
            let isShared = name == "position_ids" && tensor.shape == [1, ids.shape[1]]
            guard tensor.shape == ids.shape || isShared else {
                throw InferenceError.inputShape(
                    name: name,
                    expected: "\(ids.shape)",
                    found: tensor.shape
                )
            }
        }
        guard let mask = inputs["attention_mask"] else {
            return PaddedRows(batch: ids.shape[0], length: ids.shape[1])
        }
        let rows = PaddedRows(mask: mask)
        guard rows.sequences.lengths.allSatisfy({ $0 > 0 }) else {
            throw InferenceError.inputShape(
                name: "attention_mask",
                expected: "at least one token in each row of \(ids.shape)",
                found: mask.shape
            )
        }
        return rows
    }

    private func tokens(_ inputs: [String: Tensor], _ padded: PaddedRows) throws -> TokenRows {
        let ids = inputs["input_ids"].map(padded.pack) ?? []
        let segments = inputs["token_type_ids"].map(padded.pack)
        var positions = padded.positions
        if let given = inputs["position_ids"] {
            let values = given.values
            positions = padded.places.map { Int(values[$0 % values.count]) }
        } else if let padding, let all = inputs["input_ids"] {
            // Counted over the padded rows, as the reference does, whatever the mask says.
            let values = all.values.map { Int($0) }
            let counted = (0..<padded.batch).flatMap { index in
                let row = values[index * padded.length..<(index + 1) * padded.length]
                return TokenRows.positions(Array(row), countingFrom: padding)
            }
            positions = padded.places.map { counted[$0] }
        }
        return TokenRows(
            padded.sequences,
            ids: ids,
            positions: positions,
            segments: segments ?? Array(repeating: 0, count: ids.count)
        )
    }
}

extension Matrix {
    /// A copy as `[rows, columns]`.
    var tensor: Tensor { tensor([rows, columns]) }

    /// A copy of some rows.
    func tensor(rows range: Range<Int>) -> Tensor {
        Tensor([range.count, columns]) { target in
            _ = target.update(
                fromContentsOf: UnsafeBufferPointer(
                    start: strided.pointer + range.lowerBound * columns,
                    count: range.count * columns
                )
            )
        }
    }
}

extension Linear {
    /// The layer's result in memory of its own.
    func apply(_ input: Matrix, workers: Workers) -> Matrix {
        let result = Matrix(rows: input.rows, columns: outputs)
        self(input.strided, into: result.strided, workers: workers)
        withExtendedLifetime(input) {}
        return result
    }
}
