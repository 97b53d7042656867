import Domain

/// Turns rows with named columns into text examples.
struct TextRows {
    static let options = [
        FormatOption("text", "the column that is shown (default: text, sentence, ...)"),
        FormatOption("target", "the column with the text that is expected (default: target, ...)"),
        FormatOption("label", "the column with the class (default: label, class)"),
        FormatOption(
            "classes",
            "names for the labels 0, 1, ..., with commas (default: as they are)"
        ),
        FormatOption("key", "the column that names the row (default: id, ..., else its number)"),
        FormatOption("split", "the column with the split (default: split)"),
        FormatOption("attributes", "columns to group by, with commas (default: all others)"),
    ]

    private static let textNames = [
        "text", "sentence", "prompt", "question", "content", "statement", "tweet", "sent_more",
    ]
    private static let targetNames = ["target", "answer", "completion", "output", "translation"]
    private static let labelNames = ["label", "class", "category_label"]
    /// The last is the nameless column that pandas writes first.
    private static let keyNames = ["id", "key", "example_id", "uid", "guid", "sentid", ""]

    let options: IngestionOptions
    /// The split that the file's name speaks of.
    let fileSplit: String?
    private var number = 0

    init(options: IngestionOptions, fileSplit: String?) {
        self.options = options
        self.fileSplit = fileSplit
    }

    /// Whether rows with these columns can be read without options.
    static func suits(_ record: Record) -> Bool { record.first(of: textNames) != nil }

    mutating func example(_ record: Record) -> Result<Example, IngestionError> {
        number += 1
        let number = number
        return Result { () throws(IngestionError) in try Self.example(record, number, self) }
    }

    private static func example(
        _ record: Record,
        _ number: Int,
        _ rows: TextRows
    ) throws(IngestionError) -> Example {
        let values = rows.options.values
        let textColumn = values["text"] ?? record.first(of: textNames)
        guard let textColumn, let text = record.text(textColumn) else {
            let columns = record.columns.joined(separator: ", ")
            throw record.error(
                "no column '\(textColumn ?? "text")'; name one with the option text. Columns: \(columns)"
            )
        }
        let targetColumn = values["target"] ?? record.first(of: targetNames)
        let labelColumn = values["label"] ?? record.first(of: labelNames)
        let keyColumn = values["key"] ?? record.first(of: keyNames)
        let splitColumn = values["split"] ?? "split"
        for (name, column) in [
            ("target", targetColumn), ("label", labelColumn), ("key", keyColumn),
        ] {
            if let column, values[name] != nil, record.values[column] == nil {
                throw record.error("no column '\(column)', which the option \(name) names")
            }
        }
        let label = try rows.className(labelColumn.flatMap(record.text), record)
        let target = targetColumn.flatMap(record.text)
        var attributes = record.attributes(
            except: [
                textColumn, keyColumn, splitColumn, targetColumn, target == nil ? labelColumn : nil,
            ]
        )
        if let wanted = rows.options.list("attributes") {
            attributes = attributes.filter { wanted.contains($0.key) }
        }
        return Example(
            key: keyColumn.flatMap(record.text) ?? String(number),
            split: rows.options.split ?? record.text(splitColumn) ?? rows.fileSplit ?? "all",
            text: text,
            target: target.map(Target.text) ?? label.map(Target.label),
            attributes: attributes
        )
    }

    /// The name of a label that is a number, where the option `classes` names them.
    private func className(_ label: String?, _ record: Record) throws(IngestionError) -> String? {
        guard let label, let classes = options.list("classes") else { return label }
        guard let number = Int(label), classes.indices.contains(number) else {
            throw record.error(
                "the label '\(label)' is no number from 0 to \(classes.count - 1), the last of the "
                    + "classes"
            )
        }
        return classes[number]
    }
}
