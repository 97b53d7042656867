import Domain

/// The normaliser that a metric was asked for, with its version.
struct NormalizerChoice: Sendable {
    /// Written `basic`, or with the version that is meant, `basic@1`, as results are stored.
    static let option = MetricOption(
        "normalizer",
        "What is done to both texts first: none, basic, whisper_basic or whisper_english.",
        default: .string(Verbatim.name)
    )

    private let normalizer: any TextNormalizer

    /// - Throws: `UnknownNameError`, ``MetricError/normalizerVersion(name:known:found:)``.
    init(_ options: MetricOptions) throws {
        let words = try options.string("normalizer").split(
            separator: "@",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let type = try normalizerCatalog(String(words[0]))
        if words.count == 2, words[1] != String(type.version) {
            throw MetricError.normalizerVersion(
                name: type.name,
                known: type.version,
                found: String(words[1])
            )
        }
        normalizer = type.init()
    }

    var parameters: [String: JSONValue] {
        let type = type(of: normalizer)
        return ["normalizer": .string("\(type.name)@\(type.version)")]
    }

    func normalize(_ text: String) -> String { normalizer.normalize(text) }
}
