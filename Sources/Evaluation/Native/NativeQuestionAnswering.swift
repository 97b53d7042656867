package import Domain
import Inference
import Storage
import Tensors
import Tokenization

/// The question-answering pipeline: the part of a text that answers a question, whole words of it.
///
/// A text that is longer than the model takes is read in windows that overlap.
///
/// Source: transformers 4.49, `pipelines/question_answering.py`.
package struct NativeQuestionAnswering: NativePipeline {
    package static let task = QuestionAnswering.name
    package static let summary = QuestionAnswering.summary
    package static let inputs =
        "{\"question\": ..., \"context\": ...} as JSON; @FILE stands for the lines of a file"
    package static let options = SpanOptions.known

    /// A question over its text in windows.
    private struct Reading: Sendable {
        let text: String
        let windows: [Encoding]
    }

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try SpanOptions.decoding(options)
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let finder = context.role as? any SpanFinding else { return nil }
        let decoding = context.decoding
        let search = SpanSearch(
            maximumLength: decoding["max_answer_len"]?.integer ?? 15,
            handlesImpossible: decoding["handle_impossible_answer"]?.bool ?? false
        )
        let longest = finder.front.maximumLength
        let length = min(decoding["max_seq_len"]?.integer ?? 384, longest)
        let stride = decoding["doc_stride"]?.integer ?? min(length / 2, 128)
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                let request = question.request
                guard let text = request.pair else {
                    throw PredictionFailure("the question has no text that could answer it")
                }
                let windows = try finder.front.tokenizer.windows(
                    request.requireText(),
                    pair: text,
                    truncation: Truncation(
                        maximumLength: length,
                        strategy: .onlySecond,
                        stride: stride
                    )
                )
                return Reading(text: text, windows: windows)
            },
            answer: { (readings: [Reading]) in
                var logits = try finder.spanLogits(for: readings.flatMap(\.windows))[...]
                let first = try finder.front.tokenizer.special.classification?.id
                return try readings.map { reading in
                    let windows = try reading.windows.map { window in
                        guard let logits = logits.popFirst() else {
                            throw PredictionFailure("the model gave too few logits")
                        }
                        return try tokens(window, logits, first: first)
                    }
                    return .answer(search.answer(windows, text: reading.text))
                }
            }
        )
    }

    /// The tokens of a window with their logits and the words that they are of.
    private static func tokens(
        _ window: Encoding,
        _ logits: Tensor,
        first: Int?
    ) throws -> [SpanSearch.Token] {
        var words: [Int: Range<Int>] = [:]
        for index in window.ids.indices where window.sequences[index] == 1 {
            guard let word = window.words[index] else { continue }
            let offsets = window.offsets[index]
            let start = words[word]?.lowerBound ?? offsets.lowerBound
            words[word] = start..<max(start, offsets.upperBound)
        }
        return try logits.rows.enumerated().map { index, row in
            try row.requireFinite()
            let isText = window.sequences[index] == 1
            let word = isText ? window.words[index].flatMap { words[$0] } : nil
            return SpanSearch.Token(
                isText: isText,
                isFirst: window.ids[index] == first,
                start: row[row.startIndex],
                end: row[row.startIndex + 1],
                word: word ?? window.offsets[index]
            )
        }
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try files.texts(inputs).map { input in
            guard let object = try? JSONValue(parsing: input),
                let question = object["question"]?.string, let text = object["context"]?.string
            else {
                throw PredictionFailure(
                    "cannot use '\(input.prefix(80))': expected {\"question\": ..., "
                        + "\"context\": ...} as JSON"
                )
            }
            return ModelRequest(task: task, text: question, pair: text)
        }
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        guard case .answer(let answer) = output else { return [[output.plain ?? ""]] }
        return [
            [answer.text, JSONValue.number(answer.score).text, "\(answer.start)-\(answer.end)"]
        ]
    }
}
