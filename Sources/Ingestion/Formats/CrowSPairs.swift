package import Domain

/// CrowS-Pairs (Nangia and others 2020): pairs of sentences of which one is the more stereotyping.
///
/// An example is a pair. Its attribute `choices` has both sentences as a JSON array, the more stereotyping
/// one first, as in the file; the example's text is that one. The attribute `direction` says whether it
/// demonstrates a stereotype (`stereo`) or the other sentence violates one (`antistereo`).
package enum CrowSPairs: DatasetFormat {
    package static let name = "crows-pairs"
    package static let summary =
        "a CSV file with sent_more, sent_less, stereo_antistereo and bias_type"
    package static let kind = DatasetKind.text
    package static let options: [FormatOption] = []

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard source.isFile, RecordReader.plainExtension(source.path) == "csv",
            let record = RecordReader.firstRecord(source.path)
        else { return false }
        return suits(record)
    }

    /// Whether a record has the columns of a pair.
    static func suits(_ record: Record) -> Bool {
        ["sent_more", "sent_less", "stereo_antistereo", "bias_type"].allSatisfy {
            record.values[$0] != nil
        }
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        try RecordReader.readCSV(
            source.path,
            name: source.name,
            dialect: RecordReader.dialect(source.path)
        ) { result in
            try each(
                result.flatMap { record in
                    Result { () throws(IngestionError) in try example(record, options) }
                }
            )
        }
    }

    private static func example(
        _ record: Record,
        _ options: IngestionOptions
    ) throws(IngestionError) -> Example {
        let more = try required("sent_more", of: record)
        let less = try required("sent_less", of: record)
        let direction = try required("stereo_antistereo", of: record)
        guard ["stereo", "antistereo"].contains(direction) else {
            throw record.error(
                "stereo_antistereo must be stereo or antistereo, found '\(direction)'"
            )
        }
        var attributes = [
            "choices": JSONValue.array([.string(more), .string(less)]).text,
            "direction": direction,
            "bias_type": try required("bias_type", of: record),
        ]
        if let writer = record.text("anon_writer"), !writer.isEmpty {
            attributes["writer"] = writer
        }
        return Example(
            // The nameless column numbers the pairs.
            key: record.text("").flatMap { $0.isEmpty ? nil : $0 } ?? String(record.line),
            split: options.split ?? "all",
            text: more,
            attributes: attributes
        )
    }

    private static func required(
        _ column: String,
        of record: Record
    ) throws(IngestionError) -> String {
        guard let text = record.text(column) else {
            throw record.error(
                "no column '\(column)'. Columns: \(record.columns.joined(separator: ", "))"
            )
        }
        guard !text.isEmpty else { throw record.error("\(column) is empty") }
        return text
    }
}
