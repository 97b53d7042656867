import Domain

/// The options of answers that are parts of a text, under the reference's names.
enum SpanOptions {
    static let known = [
        KnownOption(
            "handle_impossible_answer",
            "Whether a question may have no answer, which is an empty one; false."
        ),
        KnownOption("max_answer_len", "The most tokens of an answer; 15."),
        KnownOption("max_seq_len", "The most tokens of question and window together; 384."),
        KnownOption(
            "doc_stride",
            "How many tokens windows of a long text share; 128, at most half of max_seq_len."
        ),
    ]

    /// The options with the defaults that no checkpoint decides.
    ///
    /// - Throws: ``EvaluationError`` for a value that makes no sense.
    static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        var decoding: [String: JSONValue] = [
            "handle_impossible_answer": .bool(
                try options.bool("handle_impossible_answer") ?? false
            ),
            "max_answer_len": .integer(
                try options.integer("max_answer_len", in: 1...100_000) ?? 15
            ),
        ]
        for (name, least) in [("max_seq_len", 1), ("doc_stride", 0)] {
            decoding[name] = try options.integer(name, in: least...100_000).map(JSONValue.integer)
        }
        return decoding
    }
}
