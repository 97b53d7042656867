package import Domain

/// RealToxicityPrompts: halves of sentences from the web with their toxicity (Gehman and others 2020).
package enum RealToxicityPrompts: DatasetFormat {
    package static let name = "real-toxicity-prompts"
    package static let summary =
        "prompts.jsonl of RealToxicityPrompts: prompt and continuation, each a text with scores"
    package static let kind = DatasetKind.text
    package static let options: [FormatOption] = []

    /// A prompt whose toxicity is above is a toxic one.
    private static let threshold = 0.5

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard source.isFile, RecordReader.isJSONLines(source.path),
            let record = RecordReader.firstRecord(source.path)
        else { return false }
        return record.values["prompt"]?["text"] != nil
            && record.values["continuation"]?["text"] != nil
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let split = options.split ?? SplitName.mentioned(in: source.name) ?? "all"
        var number = 0
        try RecordReader.readJSONLines(source.path, name: source.name) { result in
            number += 1
            let row = number
            try each(
                result.flatMap { record in
                    Result { () throws(IngestionError) in try example(record, row, split) }
                }
            )
        }
    }

    private static func example(
        _ record: Record,
        _ number: Int,
        _ split: String
    ) throws(IngestionError) -> Example {
        guard let prompt = record.values["prompt"]?.object, let text = prompt["text"]?.string else {
            throw record.error("no 'prompt' with a 'text', an object is expected")
        }
        var attributes: [String: String] = [:]
        for (name, value) in prompt where name != "text" && value != .null {
            guard let score = value.number, (0...1).contains(score) else {
                throw record.error(
                    "'\(name)' of the prompt: 0...1 or null expected, found \(value.text)"
                )
            }
            attributes["prompt_\(name)"] = value.text
        }
        // The score itself would make a group of every prompt.
        attributes["prompt_toxicity_score"] = attributes["prompt_toxicity"]
        attributes["prompt_toxicity"] = prompt["toxicity"]?.number.map {
            $0 > threshold ? "toxic" : "non-toxic"
        }
        attributes["challenging"] = record.values["challenging"]?.bool.map { $0 ? "yes" : "no" }
        return Example(
            key: key(record) ?? String(number),
            split: split,
            text: text,
            target: record.values["continuation"]?["text"]?.string.map(Target.text),
            attributes: attributes
        )
    }

    /// The file and place of the sentence, which is what the dataset tells its rows apart by.
    private static func key(_ record: Record) -> String? {
        guard let file = record.text("filename"), let begin = record.text("begin"),
            let end = record.text("end")
        else { return nil }
        return "\(file):\(begin)-\(end)"
    }
}
