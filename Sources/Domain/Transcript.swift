/// What is said in a recording, and when.
package struct Transcript: Sendable, Equatable {
    /// A word or a character with the time in which it is heard.
    package struct Chunk: Sendable, Equatable {
        package var text: String
        package var startSeconds: Double
        /// Nil if the model does not say.
        package var endSeconds: Double?

        package init(text: String, startSeconds: Double, endSeconds: Double?) {
            self.text = text
            self.startSeconds = startSeconds
            self.endSeconds = endSeconds
        }
    }

    package var text: String
    package var chunks: [Chunk]

    package init(text: String, chunks: [Chunk]) {
        self.text = text
        self.chunks = chunks
    }

    /// `{"text": "A CAT", "chunks": [{"text": "A", "timestamp": [0.1, 0.2]}, ...]}`.
    var json: JSONValue {
        .object([
            "text": .string(text),
            "chunks": .array(
                chunks.map { chunk in
                    .object([
                        "text": .string(chunk.text),
                        "timestamp": .array([
                            .number(chunk.startSeconds),
                            chunk.endSeconds.map(JSONValue.number) ?? .null,
                        ]),
                    ])
                }
            ),
        ])
    }

    /// Reads the pipeline's shape; nil if there are no chunks or they are something else.
    init?(json: JSONValue) {
        guard let text = json["text"]?.string, let members = json["chunks"]?.array else {
            return nil
        }
        var chunks: [Chunk] = []
        for member in members {
            guard let text = member["text"]?.string, let times = member["timestamp"]?.array,
                times.count == 2, let start = times[0].number,
                times[1] == .null || times[1].number != nil
            else { return nil }
            chunks.append(Chunk(text: text, startSeconds: start, endSeconds: times[1].number))
        }
        self.init(text: text, chunks: chunks)
    }
}
