import Checkpoints
import Domain
import Inference
import Kernels
import Layers
import Tensors
import Tokenization

// TAPAS (Herzig et al. 2020, "TaPas: Weakly Supervised Table Parsing via Pre-training"; for statements
// over tables, Eisenschlos et al. 2020, "Understanding tables with intermediate pre-training").
//
// Reference: transformers 4.49, `modeling_tapas.py`.
// Checked by: Tests/Fixtures/models/tapas.

/// BERT over a question and a table, with heads that choose cells and an aggregation, or a class.
///
/// The reference pads a batch, and its padding is part of "cell 0", which is otherwise the question. No cell
/// of a table depends on that; whether no column is chosen does, where `allow_empty_column_selection`
/// is set, so the reference's answers may then depend on the batch. Here the mean over cell 0 is that of
/// the question's tokens, as in the reference without padding. ``run(inputs:options:trace:)`` pads as
/// the reference does.
struct Tapas: ModelArchitecture {
    static let modelTypes = ["tapas"]
    static let classNames = ["TapasForQuestionAnswering", "TapasForSequenceClassification"]
    static let companionFiles = ["vocab.txt"]
    static let weightNames = WeightNames(basePrefix: "tapas", leftOver: ["*.position_ids"])

    let configuration: TapasConfiguration
    let front: TableFront
    private let embeddings: TapasEmbeddings
    private let encoder: TransformerEncoder
    private let pooler: FirstTokenLayer
    private let head: Head
    private let workers: Workers

    private enum Head: Sendable {
        case cells(CellSelectionHead, aggregation: Linear?)
        case classes(Linear)
    }

    init(_ source: ModelSource) throws {
        let c = try TapasConfiguration(source.configuration)
        configuration = c
        let top = source.weights, tapas = source.weights["tapas"]
        let width = c.encoder.hidden
        embeddings = try TapasEmbeddings(tapas["embeddings"], c)
        encoder = TransformerEncoder(
            try (0..<c.encoder.layers).map {
                try TransformerBlock(bert: tapas["encoder"]["layer"][$0], c.encoder)
            }
        )
        pooler = try FirstTokenLayer(tapas["pooler"]["dense"], width: width, .tanh)
        switch source.className(among: Self.classNames) {
        case "TapasForSequenceClassification":
            let labels = c.encoder.labels.count
            head = .classes(try Linear(top["classifier"], inputs: width, outputs: labels))
        default:
            let count = c.aggregationCount
            head = .cells(
                try CellSelectionHead(top, c),
                aggregation: count == 0
                    ? nil
                    : try Linear(top["aggregation_classifier"], inputs: width, outputs: count)
            )
        }
        front = TableFront(
            folder: source.folder,
            limit: c.resetsPositions ? .max : c.positions
        )
        workers = source.workers
    }

    var role: any Sendable {
        switch head {
        case .cells: TapasAnswering(model: self)
        case .classes: TapasClassifying(model: self)
        }
    }

    // MARK: - Tables

    /// Runs tables of any lengths without padding and makes something of each one's states.
    ///
    /// - Parameters:
    ///   - tables: The batch.
    ///   - make: Given the states of all tokens of some tables, where these lie, and the indices of the
    ///     tables; a result for each.
    /// - Returns: The results in the order of the tables.
    /// - Throws: ``InferenceError/outOfTable(input:found:count:)``.
    private func each<Result: Sendable>(
        _ tables: [TableEncoding],
        _ make: @Sendable (Matrix, Sequences, [Int], Workers) -> [Result]
    ) throws -> [Result] {
        for table in tables { try embeddings.check(TapasRows([table], configuration)) }
        return workers.ragged(tables.map(\.count)) { indices, workers in
            let rows = TapasRows(indices.map { tables[$0] }, configuration)
            let hidden = embeddings(rows, workers: workers)
            encoder(hidden, sequences: rows.sequences, workers: workers)
            return make(hidden, rows.sequences, indices, workers)
        }
    }

    /// The scores of the cells and aggregations of each table; empty without such a head.
    func cellScores(_ tables: [TableEncoding]) throws -> [CellScores] {
        guard case .cells(let cells, let aggregation) = head else { return [] }
        return try each(tables) { states, sequences, indices, workers in
            let scores = aggregation.map {
                $0.apply(pooler(states, sequences, workers: workers), workers: workers)
            }
            return indices.enumerated().map { own, index in
                let table = tables[index]
                let chosen = cells(
                    states.strided.rows(sequences[own]),
                    columns: table.columns,
                    rows: table.rows,
                    workers: workers
                )
                return CellScores(
                    table,
                    logits: chosen.logits,
                    aggregation: scores.map { $0.row(own) }
                )
            }
        }
    }

    /// The scores of the classes of each table; empty without such a head.
    func classLogits(_ tables: [TableEncoding]) throws -> [[Float]] {
        guard case .classes(let classifier) = head else { return [] }
        return try each(tables) { states, sequences, indices, workers in
            let pooled = pooler(states, sequences, workers: workers)
            let logits = classifier.apply(pooled, workers: workers)
            return indices.indices.map(logits.row)
        }
    }

    // MARK: - Recorded calls

    func run(
        inputs: [String: Tensor],
        options: [String: JSONValue],
        trace: TensorTrace
    ) throws {
        let known = ["output_attentions", "output_hidden_states", "return_dict"]
        for name in options.keys.sorted() where !known.contains(name) {
            throw InferenceError.unsupportedOption(name: name)
        }
        let padded = try PaddedTables(inputs)
        let rows = TapasRows(padded, configuration)
        try embeddings.check(rows)
        let hidden = embeddings(rows, workers: workers)
        let places = PaddedRows(batch: padded.batch, length: padded.length)
        encoder(
            hidden,
            sequences: rows.sequences,
            visible: padded.isFull ? nil : padded.lengths,
            tracing: .init(trace, places),
            workers: workers
        )
        trace.record("last_hidden_state", places.tensor(hidden))
        let pooled = pooler(hidden, rows.sequences, workers: workers)
        trace.record("pooler_output", pooled.tensor)
        switch head {
        case .classes(let classifier):
            trace.record("logits", classifier.apply(pooled, workers: workers).tensor)
        case .cells(let cells, let aggregation):
            let chosen = (0..<padded.batch).map { index in
                let own = rows.sequences[index]
                return cells(
                    hidden.strided.rows(own),
                    columns: Array(rows.types[1][own]),
                    rows: Array(rows.types[2][own]),
                    workers: workers
                )
            }
            let shape: Shape = [padded.batch, padded.length]
            trace.record("token_logits", Tensor(shape, chosen.flatMap(\.tokens)))
            trace.record("logits", Tensor(shape, chosen.flatMap(\.logits)))
            if let aggregation {
                let logits = aggregation.apply(pooled, workers: workers)
                trace.record("logits_aggregation", logits.tensor)
            }
        }
        withExtendedLifetime(hidden) {}
    }
}

// MARK: - Roles

/// Answers with cells.
struct TapasAnswering: TableAnswering {
    let model: Tapas

    var front: TableFront { model.front }
    var aggregation: TableAggregation? { model.configuration.aggregation }

    func scores(for tables: [TableEncoding]) throws -> [CellScores] {
        try model.cellScores(tables)
    }
}

/// Answers with a class.
struct TapasClassifying: TableClassifying {
    let model: Tapas

    var front: TableFront { model.front }
    var scoring: LabelScoring { model.configuration.encoder.scoring }

    /// A checkpoint with two classes and no names for them is one for TabFact, whose classes 0 and 1 the
    /// reference's documentation calls refuted and entailed.
    var labels: [String] {
        let labels = model.configuration.encoder.labels
        return labels == ["LABEL_0", "LABEL_1"] ? ["refuted", "entailed"] : labels
    }

    func logits(for tables: [TableEncoding]) throws -> [[Float]] {
        try model.classLogits(tables)
    }
}
