import Domain
import Scoring

/// What a metric and its options are called on the page, where a column has little room.
///
/// Metrics that are not known here are called as suites call them, with spaces.
struct MetricWords: Sendable, Equatable {
    /// "Top-5 accuracy".
    let heading: String
    /// The options that the heading does not tell, such as "text → image"; empty if there are none.
    let details: String

    init(name: String, options: [String: JSONValue]) {
        var rest = options
        heading = Self.heading(name, &rest)
        // Of usual options only those are named that many tools set otherwise.
        let unusual = unusualOptions(of: name, rest)
        details = rest.sorted { $0.key < $1.key }
            .filter { unusual[$0.key] != nil || ["bins", "direction"].contains($0.key) }
            .map { Self.detail($0.key, $0.value.plain) }
            .joined(separator: ", ")
    }

    /// The heading; options that it tells are taken out.
    private static func heading(_ name: String, _ options: inout [String: JSONValue]) -> String {
        switch name {
        case "top_k_accuracy":
            if let k = options.removeValue(forKey: "k") { return "Top-\(k.plain) accuracy" }
        case "recall_at_k":
            if let k = options.removeValue(forKey: "k") { return "Recall@\(k.plain)" }
        case "icat": return "ICAT score"
        case "f1":
            if let average = options.removeValue(forKey: "average") {
                return "\(capitalised(average.plain)) F1"
            }
        case "expected_calibration_error":
            if options["norm"]?.plain == "mean" { options["norm"] = nil }
            return "Calibration error"
        default: break
        }
        return capitalised(words(name))
    }

    private static func detail(_ option: String, _ value: String) -> String {
        switch (option, value) {
        case ("direction", "text_to_image"): "text → image"
        case ("direction", "image_to_text"): "image → text"
        case ("bins", _): "\(value) bins"
        case ("normalizer", _): "normaliser \(value)"
        case ("scorer", _): judge(value)
        default: "\(words(option)) \(words(value))"
        }
    }

    /// Who judges texts, from a scorer's `kind:name@digest`; that a word list is no classifier must be seen
    /// wherever its figures are.
    private static func judge(_ scorer: String) -> String {
        let parts = scorer.prefix { $0 != "@" }.split(separator: ":", maxSplits: 1)
        guard let kind = parts.first, let name = parts.last else { return "no judge" }
        return kind == "word_list"
            ? "judged by the word list \(name), no classifier" : "judged by \(name)"
    }

    static func words(_ name: String) -> String {
        name.split(separator: "_").joined(separator: " ")
    }

    static func capitalised(_ words: String) -> String {
        words.prefix(1).uppercased() + words.dropFirst()
    }
}
