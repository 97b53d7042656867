import Domain
import Storage

/// A sentence is shown; the model finds parts of it that have a class, which become a tag for each word.
///
/// Words are what stands between spaces, as the format `conll` joins them. A word has the tag of its
/// first piece: the entity that the word's first character lies in, and `O` where that is none, whatever
/// is said of its later pieces. Groups of words, which have a class without `B-` or `I-`, begin with the
/// one and go on with the other.
///
/// Source: the usual evaluation of BERT on CoNLL-2003 (Devlin and others 2019, section 5.3), whose
/// loss and predictions are of first pieces only.
struct TokenClassification: EvaluationTask {
    static let name = "token-classification"
    static let summary = "Gives each word of a sentence a tag: names, places, parts of speech."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.entities
    static let gives = [Outcome.Kind.tags]
    static let options = NativeTokenClassification.options

    let decoding: [String: JSONValue]

    init(options: Settings) throws {
        decoding = try NativeTokenClassification.decoding(options)
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, text: try example.requireText("sentence"))]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        .eachExample { answered, _ in
            let example = answered.example
            guard case .entities(let entities) = answered.outputs.first else { return .tags([]) }
            let tags = Self.tags(example.text ?? "", entities)
            if case .tags(let expected) = example.target, expected.count != tags.count {
                throw EvaluationError.scoring(
                    what: "the sentence '\(example.key)'",
                    reason: "its text has \(tags.count) words between spaces and its target "
                        + "\(expected.count) tags; ingest it with the format conll"
                )
            }
            return .tags(tags)
        }
    }

    /// A tag for each word of a text.
    static func tags(_ text: String, _ entities: [FoundEntity]) -> [String] {
        var tags: [String] = []
        var start = 0
        // The entity whose group the word before belongs to.
        var group: Int?
        for word in text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false) {
            defer { start += word.count + 1 }
            guard !word.isEmpty else { continue }
            // A piece may begin with the space before its word, as GPT-2's do.
            let found = entities.firstIndex { $0.start <= start && start < $0.end }
            guard let found else {
                tags.append("O")
                group = nil
                continue
            }
            let label = entities[found].label
            if entities[found].index != nil || label == "O" || label.dropFirst().first == "-" {
                tags.append(label)
            } else {
                tags.append((found == group ? "I-" : "B-") + label)
            }
            group = found
        }
        return tags
    }
}
