package import Digests
package import Domain
package import Inference

/// Something that judges texts: each gets scores by name.
///
/// One conformer a file, listed in ``textScorerCatalog``. What it says of a text depends on the text and on
/// its ``identity`` alone, so every text is judged once and the scores are kept.
package protocol TextScorer: Sendable {
    /// As suites write it.
    static var kind: String { get }
    /// One sentence: what judges, and by which scores.
    static var summary: String { get }
    /// The settings it knows.
    static var settings: [KnownOption] { get }
    /// The setting that the command line gives as a path; nil if it needs none, in which case metrics may
    /// name the kind itself without declaring a scorer.
    static var pathSetting: String? { get }

    /// Gets ready; unknown settings are refused before.
    ///
    /// - Throws: ``EvaluationError`` if it cannot be used.
    init(_ context: TextScorerContext) throws

    var identity: TextScorerIdentity { get }

    /// The names of the scores that it gives every text, with their ranges in ``summary``.
    var scores: [String] { get }

    /// Judges texts, in order; a score that a text cannot be given is left out.
    ///
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if it cannot go on.
    func scores(of texts: [String]) throws -> [[String: Double]]
}

/// What a text scorer is told.
package struct TextScorerContext: Sendable {
    /// As the suite calls it.
    package var name: String
    package var settings: Settings
    /// What paths are relative to, absolute.
    package var folder: String
    package var threads: Int
    package var architectures: Catalog<any ModelArchitecture.Type>

    package init(
        name: String,
        settings: Settings,
        folder: String,
        threads: Int,
        architectures: Catalog<any ModelArchitecture.Type>
    ) {
        self.name = name
        self.settings = settings
        self.folder = folder
        self.threads = threads
        self.architectures = architectures
    }

    /// The absolute path that a setting names, which must be given.
    package func path(_ setting: String) throws -> String {
        SuiteReader.absolute(try settings.requiredString(setting), in: folder)
    }
}

/// What a text scorer consists of.
package struct TextScorerIdentity: Sendable, Equatable {
    package let name: String
    package let kind: String
    /// Of the kind's own code or definition: another version may judge otherwise.
    package let version: String
    /// Of everything on which its scores depend; not of its name.
    package let digest: SHA256Digest
    /// For people and for the provenance of a run.
    package let description: JSONValue
    /// What every figure must say of it beside the value; nil for nothing.
    package let note: String?

    /// - Parameters:
    ///   - name: As the suite calls it.
    ///   - kind: Its kind.
    ///   - version: The kind's.
    ///   - content: Everything on which its scores depend beside kind and version.
    ///   - details: What people should know besides, such as where a file was.
    ///   - note: What every figure must say of it.
    init(
        name: String,
        kind: String,
        version: String,
        content: [String: JSONValue],
        details: [String: JSONValue] = [:],
        note: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.version = version
        self.note = note
        var hasher = SHA256Hasher()
        for field in [kind, version, JSONValue.object(content).text] { hasher.update(field: field) }
        digest = hasher.finish()
        var members = content.merging(details) { $1 }
        if let note { members["note"] = .string(note) }
        description = .object(members)
    }

    /// How metrics are stored that it judged for: `kind:name@digest`, twelve digits of it.
    package var reference: String { "\(kind):\(name)@\(digest.hexadecimal.prefix(12))" }

    /// For a run's manifest.
    package var json: JSONValue {
        .object([
            "name": .string(name), "kind": .string(kind), "version": .string(version),
            "digest": .string(digest.hexadecimal), "identity": description,
        ])
    }
}
