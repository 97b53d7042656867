package import Domain

/// The share of queries that find what belongs to them among the k best.
///
/// 0...1, higher is better, undefined without queries. `text_to_image`: of all captions, those whose
/// picture is among the k best pictures. `image_to_text`: of all pictures, those with any of their
/// captions among the k best captions, each picture counted once (any hit, not the share of its
/// captions), as published for CLIP and in CLIP_benchmark.
package struct RecallAtK: Metric {
    /// What is asked with and what is looked for.
    enum Direction: String, CaseIterable {
        case textToImage = "text_to_image"
        case imageToText = "image_to_text"

        static let option = MetricOption(
            "direction",
            "What is asked with and looked for: text_to_image or image_to_text.",
            default: .string(Direction.textToImage.rawValue)
        )

        /// The rank of an example in this direction; nil where it does not take part.
        func rank(_ ranks: RetrievalRanks) -> Int? {
            self == .textToImage ? ranks.imageOfText : ranks.textOfImage
        }
    }

    package static let name = "recall_at_k"
    package static let summary = "Share of queries that find their counterpart among the k best."
    package static let convention: String? =
        "With several captions a picture, one of them among the k best is enough from "
        + "picture to text, as in the 5-captions protocol; some papers count every caption."
    package static let takes = Outcome.Kind.ranks
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson
    package static let options = [
        MetricOption("k", "How many of the best are looked at, at least 1.", default: .integer(1)),
        Direction.option,
    ]

    private let k: Int
    private let direction: Direction

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        k = try options.integer("k", in: 1...1_000_000_000)
        direction = try options.choice("direction")
    }

    package var parameters: [String: JSONValue] {
        ["k": .integer(k), "direction": .string(direction.rawValue)]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .ranks(let ranks) = outcome else { throw Self.mismatch(outcome, target) }
        return direction.rank(ranks).map { Proportion(hit: $0 <= k) }
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
