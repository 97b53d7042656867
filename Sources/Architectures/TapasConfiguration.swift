import Checkpoints
import Domain
import Inference
import Kernels
import Layers

/// TAPAS's `config.json`, with the defaults of `TapasConfig` in transformers 4.49.
///
/// Keys that only training reads (weights and cut-offs of losses, Gumbel noise, dropout) change no
/// answer and may have any value.
struct TapasConfiguration: Sendable {
    /// What it has in common with BERT.
    let encoder: EncoderConfiguration
    /// Rows of the table of positions.
    let positions: Int
    /// Rows of the seven tables of type ids: segment, column, row, previous label, rank, inverse rank,
    /// relation.
    let typeCounts: [Int]
    /// Whether positions begin at 0 in each cell.
    let resetsPositions: Bool
    /// What scores of tokens are divided by.
    let temperature: Float
    /// Rows and columns from these on share the scores of the last one, as training had it.
    let rowLimit, columnLimit: Int
    /// Whether the model may choose no column.
    let mayChooseNoColumn: Bool
    /// Outputs of the aggregation head; 0 without one.
    let aggregationCount: Int
    /// The aggregations as answers name them; nil if answers have none.
    let aggregation: TableAggregation?

    init(_ json: ConfigurationScope) throws(CheckpointError) {
        // Old files have the seven counts under type_vocab_size as well.
        encoder = try EncoderConfiguration(json, EncoderConfiguration.Keys(segments: nil))
        positions = try json.integer("max_position_embeddings", default: 1024)
        typeCounts = try Self.typeCounts(json)
        resetsPositions = try json.bool("reset_position_index_per_cell", default: true)
        let temperature = try json.number("temperature", default: 1)
        guard temperature > 0, temperature.isFinite else {
            throw json.error("temperature", expected: "above 0", found: "\(temperature)")
        }
        self.temperature = Float(temperature)
        rowLimit = try json.integer("max_num_rows", default: 64, in: 1...65536)
        columnLimit = try json.integer("max_num_columns", default: 32, in: 1...65536)
        mayChooseNoColumn = try json.bool("allow_empty_column_selection", default: false)
        guard try json.bool("select_one_column", default: true) else {
            // The reference's inference fails without it.
            throw json.error("select_one_column", expected: "true", found: "false")
        }
        aggregationCount = try json.integer("num_aggregation_labels", default: 0, in: 0...65536)
        aggregation = try Self.aggregation(json, count: aggregationCount)
    }

    private static func typeCounts(_ json: ConfigurationScope) throws(CheckpointError) -> [Int] {
        guard let value = json.value("type_vocab_sizes") else {
            return [3, 256, 256, 2, 256, 256, 10]
        }
        let counts = (value.array ?? []).compactMap(\.integer)
        guard counts.count == 7, value.array?.count == 7,
            counts.allSatisfy((1...Int(Int32.max)).contains)
        else {
            throw json.error(
                "type_vocab_sizes",
                expected: "seven whole numbers of at least 1",
                found: value.text
            )
        }
        return counts
    }

    /// Answers name an aggregation if there is a head and names for its outputs, as the reference's
    /// pipeline has it.
    private static func aggregation(
        _ json: ConfigurationScope,
        count: Int
    ) throws(CheckpointError) -> TableAggregation? {
        guard count > 0, let members = json.value("aggregation_labels")?.object, !members.isEmpty
        else { return nil }
        let map = try json.scope("aggregation_labels")
        var labels: [String] = []
        for index in 0..<count { labels.append(try map.string(String(index))) }
        var none: Int?
        if json.value("no_aggregation_label_index") != nil {
            none = try json.integer("no_aggregation_label_index", in: 0...count - 1)
        }
        return TableAggregation(labels: labels, none: none)
    }
}
