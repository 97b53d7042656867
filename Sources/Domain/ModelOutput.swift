/// What a model answered to one request, in the shapes of the Hugging Face pipelines.
package enum ModelOutput: Sendable, Equatable {
    /// Classes with scores in 0...1, best first: `[{"label": "cat", "score": 0.9}, ...]`.
    case labels([ScoredLabel])
    /// A transcript or generated text: `{"text": "..."}`.
    case text(String)
    /// A transcript with time stamps:
    /// `{"text": "...", "chunks": [{"text": "...", "timestamp": [0.1, 0.2]}, ...]}`; of kind text.
    case transcript(Transcript)
    /// A part of a text that answers a question:
    /// `{"answer": "...", "score": 0.9, "start": 4, "end": 9}`; of kind text.
    case answer(FoundAnswer)
    /// The answer to a question over a table:
    /// `{"answer": "SUM > 1, 2", "coordinates": [[0, 1]], "cells": ["1"], "aggregator": "SUM"}`.
    case tableAnswer(TableAnswer)
    /// An embedding of D numbers: `[0.1, -0.2, ...]`.
    case embedding([Float])
    /// A vector of D numbers for each token: `[[[0.1, -0.2, ...], ...]]`.
    case tokenEmbeddings([[Float]])
    /// What was found in a text, in its order:
    /// `[{"entity": "B-PER", "score": 0.9, "word": "Anna", "start": 0, "end": 4}, ...]`.
    case entities([FoundEntity])
    /// For each mask of a text what may stand there, best first:
    /// `[{"score": 0.9, "token": 7, "token_str": "cat", "sequence": "the cat"}, ...]`, in an array for
    /// each mask if there are several.
    case fillings([[Filling]])

    /// Several texts that answer one prompt: `[{"generated_text": "..."}, ...]`; of kind text.
    case generations([String])
    /// How likely texts are to the model, in the order of the request:
    /// `[{"text": " Paris", "log_likelihood": -1.5, "tokens": 1, "is_greedy": true}, ...]`.
    case likelihoods([TextLikelihood])

    /// The names of the cases.
    package enum Kind: String, Sendable, CaseIterable {
        case labels, text, tableAnswer, embedding, tokenEmbeddings, entities, fillings, likelihoods
    }

    package var kind: Kind {
        switch self {
        case .labels: .labels
        case .text, .transcript, .answer, .generations: .text
        case .tableAnswer: .tableAnswer
        case .embedding: .embedding
        case .tokenEmbeddings: .tokenEmbeddings
        case .entities: .entities
        case .fillings: .fillings
        case .likelihoods: .likelihoods
        }
    }

    /// The answer in words, for search and for people: the best label, the text, the cells; nil for
    /// embeddings, which have none.
    package var plain: String? {
        switch self {
        case .labels(let labels): labels.first?.label ?? ""
        case .text(let text): text
        case .transcript(let transcript): transcript.text
        case .answer(let answer): answer.text
        case .tableAnswer(let answer): answer.answer
        case .generations(let texts): texts.first ?? ""
        case .embedding, .tokenEmbeddings: nil
        case .likelihoods(let texts):
            texts.max { $0.logLikelihood < $1.logLikelihood }?.text ?? ""
        case .entities(let entities): entities.map(\.word).joined(separator: ", ")
        case .fillings(let places): places.map { $0.first?.text ?? "" }.joined(separator: ", ")
        }
    }

    /// The pipeline's shape.
    package var json: JSONValue {
        switch self {
        case .labels(let labels):
            .array(
                labels.map { .object(["label": .string($0.label), "score": .number($0.score)]) }
            )
        case .text(let text): .object(["text": .string(text)])
        case .transcript(let transcript): transcript.json
        case .answer(let answer): answer.json
        case .generations(let texts):
            .array(texts.map { .object(["generated_text": .string($0)]) })
        case .likelihoods(let texts): .array(texts.map(\.json))
        case .tableAnswer(let answer): answer.json
        case .embedding(let values): Self.json(values)
        case .tokenEmbeddings(let rows): .array([.array(rows.map(Self.json))])
        case .entities(let entities): .array(entities.map(\.json))
        case .fillings(let places):
            places.count == 1 ? Filling.json(places[0]) : .array(places.map(Filling.json))
        }
    }

    private static func json(_ values: [Float]) -> JSONValue {
        .array(values.map { .number(Double($0)) })
    }

    /// Reads an answer of the given kind from the pipeline's shape.
    ///
    /// Takes what pipelines of different versions write: labels need not be sorted, one
    /// `{"label", "score"}` object may stand alone, text may be bare or under `generated_text`, or under
    /// `answer` as pipelines of questions have it (of several answers the first), an embedding may be
    /// nested in arrays of one member.
    ///
    /// - Throws: ``JSONError/unexpected(expected:found:)``.
    package init(kind: Kind, json: JSONValue) throws(JSONError) {
        switch kind {
        case .labels: self = .labels(try ScoredLabel.list(json))
        case .text:
            if let transcript = Transcript(json: json) {
                self = .transcript(transcript)
                return
            }
            if let answer = FoundAnswer(json: json) {
                self = .answer(answer)
                return
            }
            let texts = json.array?.map { $0["generated_text"]?.string } ?? []
            if texts.count > 1, !texts.contains(nil) {
                self = .generations(texts.compactMap(\.self))
                return
            }
            guard
                let text = json["text"]?.string ?? json.string
                    ?? json["generated_text"]?.string
                    ?? json.array?.first?["generated_text"]?.string
                    ?? (json["answer"] ?? json.array?.first?["answer"])?.string
            else { throw .unexpected(expected: "an object with \"text\"", found: json.kind) }
            self = .text(text)
        case .tableAnswer: self = .tableAnswer(try TableAnswer(json: json))
        case .embedding:
            var value = json
            while let array = value.array, array.count == 1, let inner = array.first,
                inner.array != nil
            { value = inner }
            self = .embedding(try Self.numbers(value))
        case .tokenEmbeddings:
            guard let rows = json.array?.first?.array, json.array?.count == 1 else {
                throw .unexpected(expected: "an array of one array of vectors", found: json.kind)
            }
            var vectors: [[Float]] = []
            for row in rows { vectors.append(try Self.numbers(row)) }
            self = .tokenEmbeddings(vectors)
        case .entities: self = .entities(try FoundEntity.list(json))
        case .fillings: self = .fillings(try Filling.places(json))
        case .likelihoods: self = .likelihoods(try TextLikelihood.list(json))
        }
    }

    private static func numbers(_ json: JSONValue) throws(JSONError) -> [Float] {
        guard let numbers = json.array?.map(\.number), !numbers.isEmpty, !numbers.contains(nil)
        else { throw .unexpected(expected: "an array of numbers", found: json.kind) }
        return numbers.compactMap { $0.map(Float.init) }
    }
}

/// A class and how sure the model is of it.
package struct ScoredLabel: Sendable, Equatable {
    package var label: String
    /// Usually a probability, 0...1.
    package var score: Double

    package init(label: String, score: Double) {
        self.label = label
        self.score = score
    }

    /// Reads `[{"label", "score"}, ...]`, one such object, or the zero-shot pipeline's
    /// `{"labels": [...], "scores": [...]}`, and sorts best first; equal scores keep the order in
    /// which they came.
    static func list(_ json: JSONValue) throws(JSONError) -> [ScoredLabel] {
        if let labels = json["labels"]?.strings, let scores = json["scores"]?.array?.map(\.number),
            !labels.isEmpty, labels.count == scores.count, !scores.contains(nil)
        {
            return sorted(
                zip(labels, scores).map { ScoredLabel(label: $0, score: $1 ?? 0) }
            )
        }
        let members = json.array ?? (json.object == nil ? nil : [json])
        guard let members, !members.isEmpty else {
            throw .unexpected(expected: "an array of {\"label\", \"score\"}", found: json.kind)
        }
        var labels: [ScoredLabel] = []
        for member in members {
            guard let label = member["label"]?.string, let score = member["score"]?.number else {
                throw .unexpected(
                    expected: "{\"label\": text, \"score\": number}",
                    found: member.text
                )
            }
            labels.append(ScoredLabel(label: label, score: score))
        }
        return sorted(labels)
    }

    private static func sorted(_ labels: [ScoredLabel]) -> [ScoredLabel] {
        labels.enumerated()
            .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
            .map(\.element)
    }
}

/// The answer to a question over a table, as the table-question-answering pipeline gives it.
package struct TableAnswer: Sendable, Equatable {
    /// In words: the cells joined with ", ", with "SUM > " and the like before them.
    package var answer: String
    /// Row and column of each selected cell, from 0, the header not counted.
    package var coordinates: [[Int]]
    /// The selected cells' texts.
    package var cells: [String]
    /// `NONE`, `SUM`, `AVERAGE`, `COUNT`; nil if the model has no aggregation head.
    package var aggregator: String?

    package init(
        answer: String,
        coordinates: [[Int]] = [],
        cells: [String],
        aggregator: String? = nil
    ) {
        self.answer = answer
        self.coordinates = coordinates
        self.cells = cells
        self.aggregator = aggregator
    }

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "answer": .string(answer),
            "coordinates": .array(coordinates.map { .array($0.map(JSONValue.integer)) }),
            "cells": .array(cells.map(JSONValue.string)),
        ]
        if let aggregator { members["aggregator"] = .string(aggregator) }
        return .object(members)
    }

    init(json: JSONValue) throws(JSONError) {
        guard let answer = json["answer"]?.string else {
            throw .unexpected(expected: "an object with \"answer\"", found: json.kind)
        }
        self.answer = answer
        cells = json["cells"]?.strings ?? [answer]
        coordinates =
            json["coordinates"]?.array?.compactMap { $0.array?.compactMap(\.integer) } ?? []
        aggregator = json["aggregator"]?.string
    }
}
