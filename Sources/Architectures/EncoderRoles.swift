import Inference
import Kernels
import Layers
import Tensors
import Tokenization

/// An encoder in some role; whatever its head, it gives texts and tokens vectors.
protocol EncoderRole: TextEmbedding {
    var model: EncoderModel { get }
}

extension EncoderRole {
    var front: TextFront { model.front }
    var embedsSentences: Bool { model.sentence != nil }

    func encode(sentence: String) throws -> Encoding {
        try front.encode(model.sentence?.prepared(sentence) ?? sentence)
    }

    func tokenStates(for texts: [Encoding]) throws -> [Tensor] { try model.states(texts) }

    func embeddings(for texts: [Encoding], pooling: TextPooling?) throws -> [[Float]] {
        guard let way = pooling ?? model.sentence?.pooling else {
            throw InferenceError.noSentenceEmbedding(folder: model.folder)
        }
        let pooled = try model.each(texts) { _, states, sequences, _ in
            (0..<sequences.count).map { way(states.strided.rows(sequences[$0])) }
        }
        guard pooling == nil, let sentence = model.sentence else { return pooled }
        return pooled.map(sentence.finished)
    }
}

/// The last hidden states, without a head.
struct EncoderStates: EncoderRole {
    let model: EncoderModel
}

/// Scores for each text.
struct EncoderTextClassifier: EncoderRole, TextClassifying {
    let model: EncoderModel

    var labels: [String] { model.configuration.labels }
    var scoring: LabelScoring { model.configuration.scoring }
    var inference: NaturalLanguageInference? { model.configuration.inference }

    func logits(for texts: [Encoding]) throws -> [[Float]] {
        guard case .text(let pooler, let classifier) = model.head else { return [] }
        return try model.each(texts, onlyFirst: true) { _, states, sequences, workers in
            let pooled = pooler(states, sequences, workers: workers)
            let logits = classifier.apply(pooled, workers: workers)
            return (0..<sequences.count).map(logits.row)
        }
    }
}

/// Scores for each token.
struct EncoderTokenClassifier: EncoderRole, TokenClassifying {
    let model: EncoderModel

    var labels: [String] { model.configuration.labels }

    func tokenLogits(for texts: [Encoding]) throws -> [Tensor] {
        guard case .tokens(let classifier) = model.head else { return [] }
        return try model.each(texts) { _, states, sequences, workers in
            let logits = classifier.apply(states, workers: workers)
            return (0..<sequences.count).map { logits.tensor(rows: sequences[$0]) }
        }
    }
}

/// Scores for where an answer begins and ends.
struct EncoderSpanFinder: EncoderRole, SpanFinding {
    let model: EncoderModel

    func spanLogits(for texts: [Encoding]) throws -> [Tensor] {
        guard case .spans(let classifier) = model.head else { return [] }
        return try model.each(texts) { _, states, sequences, workers in
            let logits = classifier.apply(states, workers: workers)
            return (0..<sequences.count).map { logits.tensor(rows: sequences[$0]) }
        }
    }
}

/// Scores over the vocabulary.
struct EncoderMaskFiller: EncoderRole, MaskFilling {
    let model: EncoderModel

    var vocabularyCount: Int { model.configuration.vocabulary }

    func vocabularyLogits(for texts: [Encoding], at places: [[Int]]) throws -> [Tensor] {
        precondition(texts.count == places.count, "\(places.count) places, \(texts.count) texts")
        guard case .vocabulary(let head) = model.head else { return [] }
        return try model.each(texts) { indices, states, sequences, workers in
            // The vocabulary is wide: only the rows asked for go through the head.
            let counts = Sequences(lengths: indices.map { places[$0].count })
            let asked = Matrix(rows: counts.rows, columns: states.columns)
            for (own, index) in indices.enumerated() {
                for (row, place) in zip(counts[own], places[index]) {
                    (asked.strided.pointer + row * states.columns).update(
                        from: states.strided.rows(sequences[own]).rows(place..<place + 1).pointer,
                        count: states.columns
                    )
                }
            }
            let logits = head(asked.strided, workers: workers)
            withExtendedLifetime((states, asked)) {}
            return (0..<indices.count).map { logits.tensor(rows: counts[$0]) }
        }
    }
}
