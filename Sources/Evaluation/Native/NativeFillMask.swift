package import Domain
import Inference
import Storage
import Tensors
import Tokenization

/// The fill-mask pipeline: which tokens may stand where a text has the mask.
///
/// A text that is longer than the model takes is cut; if no mask is left that is an error.
///
/// Source: transformers 4.49, `pipelines/fill_mask.py`; but a target that is not one token is refused,
/// where the reference takes its first piece for it.
package struct NativeFillMask: NativePipeline {
    package static let task = "fill-mask"
    package static let summary = "Says which tokens may stand where a text has a mask."
    package static let inputs = "\(InputFiles.textInputs); each with a mask, [MASK] or <mask>"
    package static let options = [
        KnownOption("top_k", "How many tokens are given for each mask, best first; 5."),
        KnownOption("targets", "The tokens to choose among; the whole vocabulary."),
    ]

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        var decoding: [String: JSONValue] = [
            "top_k": .integer(try options.integer("top_k", in: 1...100_000) ?? 5)
        ]
        if let targets = try options.strings("targets"), !targets.isEmpty {
            decoding["targets"] = .array(targets.map(JSONValue.string))
        }
        return decoding
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let filler = context.role as? any MaskFilling else { return nil }
        let tokenizer = try filler.front.tokenizer
        guard let mask = tokenizer.special.mask else {
            throw PredictionFailure("the tokenizer in \(context.folder) has no mask token")
        }
        let choice = Choice(
            topK: context.decoding["top_k"]?.integer ?? 5,
            targets: try context.decoding["targets"]?.strings?.map { target in
                let id = try id(of: target, tokenizer)
                guard id < filler.vocabularyCount else {
                    throw PredictionFailure("the model has no token '\(target)'")
                }
                return id
            }
        )
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                let text = try filler.front.encode(try question.request.requireText())
                let places = text.ids.indices.filter { text.ids[$0] == mask.id }
                guard !places.isEmpty else {
                    throw PredictionFailure("the text has no \(mask.token) to be filled")
                }
                return Masked(text: text, places: places)
            },
            answer: { (texts: [Masked]) in
                let logits = try filler.vocabularyLogits(
                    for: texts.map(\.text),
                    at: texts.map(\.places)
                )
                return try zip(texts, logits).map { text, logits in
                    let rows = logits.rows
                    for row in rows { try row.requireFinite() }
                    return .fillings(
                        zip(text.places, rows).map { place, row in
                            choice.best(LabelScoring.softmax.values(row)).map { id, score in
                                text.filling(place, id, score, tokenizer)
                            }
                        }
                    )
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try files.texts(inputs).map { ModelRequest(task: task, text: $0) }
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        guard case .fillings(let places) = output else { return [] }
        return places.joined().map { [$0.text, JSONValue.number($0.score).text, $0.sequence] }
    }

    /// A token of the vocabulary, or a text that is one token.
    private static func id(of target: String, _ tokenizer: Tokenizer) throws -> Int {
        if let id = tokenizer.id(of: target) { return id }
        let pieces = try tokenizer.encode(target, addsSpecialTokens: false)
        guard pieces.count == 1, pieces.ids[0] != tokenizer.special.unknown?.id else {
            let spelling = pieces.tokens.map { "'\($0)'" }.joined(separator: ", ")
            throw PredictionFailure(
                "the target '\(target)' is not one token of the vocabulary but \(pieces.count): "
                    + spelling
            )
        }
        return pieces.ids[0]
    }
}

/// Which tokens are given for a mask.
private struct Choice: Sendable {
    let topK: Int
    let targets: [Int]?

    /// The best, equal ones by id.
    func best(_ scores: [Double]) -> [(Int, Double)] {
        let candidates = targets.map { Array(Set($0)) } ?? Array(scores.indices)
        return candidates.sorted { (scores[$1], $0) < (scores[$0], $1) }
            .prefix(topK)
            .map { ($0, scores[$0]) }
    }
}

/// A text with masks.
private struct Masked: Sendable {
    let text: Encoding
    let places: [Int]

    /// The text with a token in one place; without the added tokens if there is no other mask.
    func filling(_ place: Int, _ id: Int, _ score: Double, _ tokenizer: Tokenizer) -> Filling {
        var ids = text.ids
        ids[place] = id
        if let padding = tokenizer.special.padding { ids.removeAll { $0 == padding.id } }
        return Filling(
            score: score,
            token: id,
            text: tokenizer.decode([id], skipsSpecialTokens: false),
            sequence: tokenizer.decode(ids, skipsSpecialTokens: places.count == 1)
        )
    }
}
