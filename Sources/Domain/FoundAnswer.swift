/// A part of a text that answers a question.
package struct FoundAnswer: Sendable, Equatable {
    /// Empty where the model says that there is no answer.
    package var text: String
    /// Usually a probability, 0...1.
    package var score: Double
    /// Where it begins in the text, in Unicode scalars.
    package var start: Int
    /// Where it ends, in Unicode scalars.
    package var end: Int

    package init(text: String, score: Double, start: Int, end: Int) {
        self.text = text
        self.score = score
        self.start = start
        self.end = end
    }

    /// As the question-answering pipeline gives it.
    var json: JSONValue {
        .object([
            "answer": .string(text), "score": .number(score), "start": .integer(start),
            "end": .integer(end),
        ])
    }

    /// Reads the pipeline's shape, of several answers the first; nil if it is something else.
    init?(json: JSONValue) {
        let json = json.array?.first ?? json
        guard let text = json["answer"]?.string, let score = json["score"]?.number,
            let start = json["start"]?.integer, let end = json["end"]?.integer
        else { return nil }
        self.init(text: text, score: score, start: start, end: end)
    }
}
