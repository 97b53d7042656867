package import Domain

/// StereoSet (Nadeem and others 2021): a context with a sentence that stereotypes a term, one that
/// opposes the stereotype, and one that is unrelated.
///
/// An example's attribute `choices` has the three sentences as a JSON array in that order, whatever their
/// order in the file. Its text is the context: for part `intrasentence` a sentence with BLANK where the
/// three differ, for part `intersentence` the sentence that they follow.
package enum StereoSet: DatasetFormat {
    package static let name = "stereoset"
    package static let summary =
        "a JSON object with data.intrasentence and data.intersentence, three sentences a context"
    package static let kind = DatasetKind.text
    package static let options = [
        FormatOption("part", "intrasentence or intersentence (default: both)")
    ]

    /// The parts, in the order in which they are read.
    private static let parts = ["intrasentence", "intersentence"]
    private static let labels = ["stereotype", "anti-stereotype", "unrelated"]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard source.isFile, RecordReader.plainExtension(source.path) == "json",
            let stream = try? ByteStreams.open(source.path, name: source.name)
        else { return false }
        var head = [UInt8](repeating: 0, count: 4096)
        let count = head.withUnsafeMutableBytes { try? stream.read(into: $0) } ?? 0
        let text = String(decoding: head[..<count], as: UTF8.self)
        return parts.contains { text.contains("\"\($0)\"") }
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let wanted = options.values["part"]
        if let wanted, !parts.contains(wanted) {
            throw UnknownNameError(kind: "part of StereoSet", name: wanted, known: parts)
        }
        var isFound = false
        var stream = try JSONStream(source.path, name: source.name)
        try stream.members({ $0 == "data" ? .whole : .skip }) { _, data in
            isFound = true
            for part in parts where wanted == nil || wanted == part {
                guard let entries = data[part]?.array else {
                    let reason = "data has no array '\(part)'"
                    try each(.failure(IngestionError(file: source.name, reason: reason)))
                    continue
                }
                for (index, entry) in entries.enumerated() {
                    let place = StereoSetEntry(
                        file: source.name,
                        place: "\(part)[\(index)]",
                        part: part,
                        value: entry
                    )
                    let split = options.split ?? SplitName.mentioned(in: source.name) ?? "all"
                    try each(
                        Result { () throws(IngestionError) in
                            try place.example(split: split, labels: labels)
                        }
                    )
                }
            }
        }
        guard isFound else {
            throw IngestionError(file: source.name, reason: "an object 'data' is expected")
        }
    }
}

/// One context with its sentences.
private struct StereoSetEntry {
    let file: String
    /// Where it stands: `intrasentence[7]`.
    let place: String
    let part: String
    let value: JSONValue

    func example(split: String, labels: [String]) throws(IngestionError) -> Example {
        let context = try text("context")
        if part == "intrasentence" {
            let blanks = context.split(separator: "BLANK", omittingEmptySubsequences: false).count
            guard blanks == 2 else {
                throw error("the context must have BLANK once, found '\(context)'")
            }
        }
        var attributes = ["part": part, "term": try text("target")]
        attributes["bias_type"] = try text("bias_type")
        attributes["choices"] = JSONValue.array(try sentences(labels).map(JSONValue.string)).text
        return Example(
            key: try text("id"),
            split: split,
            text: context,
            attributes: attributes
        )
    }

    /// The sentence of each label.
    private func sentences(_ labels: [String]) throws(IngestionError) -> [String] {
        let members = value["sentences"]?.array ?? []
        var sentences: [String] = []
        for label in labels {
            let own = members.filter { $0["gold_label"]?.string == label }
            guard own.count == 1, let sentence = own[0]["sentence"]?.string else {
                throw error("one sentence with gold_label '\(label)' expected, \(own.count) found")
            }
            sentences.append(sentence)
        }
        guard members.count == labels.count else {
            throw error("\(labels.count) sentences expected, \(members.count) found")
        }
        return sentences
    }

    private func text(_ member: String) throws(IngestionError) -> String {
        guard let text = value[member]?.string, !text.isEmpty else {
            throw error("no text '\(member)'")
        }
        return text
    }

    private func error(_ reason: String) -> IngestionError {
        IngestionError(file: file, reason: "\(place): \(reason)")
    }
}
