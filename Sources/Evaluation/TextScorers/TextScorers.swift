package import Domain
package import Inference
import Scoring
import Storage

/// The text scorers that are at hand: those that a suite or the command line declares, and those that need
/// no declaration.
package struct TextScorers: Sendable {
    private let declared: [any TextScorer]
    private let architectures: Catalog<any ModelArchitecture.Type>

    /// - Parameters:
    ///   - declared: Their names are unique.
    ///   - architectures: For scorers that a suite does not declare.
    init(_ declared: [any TextScorer], architectures: Catalog<any ModelArchitecture.Type>) {
        self.declared = declared
        self.architectures = architectures
    }

    /// None but those that need no declaration.
    package static let undeclared = TextScorers(
        [],
        architectures: Catalog(kind: "model_type", [], names: { $0.modelTypes })
    )

    /// Text scorers that the command line names with a kind and a path.
    ///
    /// - Throws: ``EvaluationError/option(name:reason:)`` for a name that is given twice, an unknown kind or
    ///   one without a path; ``EvaluationError/suite(file:line:reason:)`` if one cannot be used.
    package static func made(
        _ items: [(name: String, kind: String, path: String)],
        folder: String,
        threads: Int,
        architectures: Catalog<any ModelArchitecture.Type>
    ) throws -> TextScorers {
        let option = "--text-scorer"
        var scorers: [any TextScorer] = []
        for item in items {
            let type: any TextScorer.Type
            do { type = try textScorerCatalog(item.kind) } catch {
                throw EvaluationError.option(name: option, reason: "\(error)")
            }
            guard let setting = type.pathSetting else {
                throw EvaluationError.option(
                    name: option,
                    reason:
                        "the kind \(type.kind) has no path; name it in the metric's option 'scorer'"
                )
            }
            if scorers.contains(where: { $0.identity.name == item.name }) {
                throw EvaluationError.option(
                    name: option,
                    reason: "the name '\(item.name)' is given twice"
                )
            }
            var settings = Settings(owner: "text scorer '\(item.name)'", file: option, line: 0)
            settings.set(setting, to: .string(item.path))
            scorers.append(
                try type.init(
                    TextScorerContext(
                        name: item.name,
                        settings: settings,
                        folder: folder,
                        threads: threads,
                        architectures: architectures
                    )
                )
            )
        }
        return TextScorers(scorers, architectures: architectures)
    }

    /// The kinds that metrics may name without a declaration.
    static var standing: [String] {
        textScorerCatalog.entries.filter { $0.pathSetting == nil }.map { $0.kind }.sorted()
    }

    /// The scorer of a name, or the one that a stored reference speaks of; nil if it is not at hand.
    func scorer(_ name: String) throws -> (any TextScorer)? {
        if let known = declared.first(where: { $0.identity.name == name }) { return known }
        if let known = declared.first(where: { $0.identity.reference == name }) { return known }
        let kind = name.prefix { $0 != ":" }
        guard let type = textScorerCatalog.entries.first(where: { $0.kind == kind }),
            type.pathSetting == nil
        else { return nil }
        let made = try type.init(
            TextScorerContext(
                name: String(kind),
                settings: Settings(owner: "text scorer '\(kind)'", file: "", line: 0),
                folder: "",
                threads: 1,
                architectures: architectures
            )
        )
        let isSame =
            name.split(separator: "@").last == made.identity.reference.split(separator: "@").last
        return name == kind || isSame ? made : nil
    }

    private var names: [String] { declared.map(\.identity.name) + Self.standing }

    /// The metric with its scorer's reference in place of the name; the metric itself if none judges for it.
    ///
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if the scorer is not at hand or gives none of the
    ///   scores that the metric reads.
    func identified(_ metric: AnyMetric) throws -> AnyMetric {
        guard let name = metric.textScorer else { return metric }
        let what = "the metric '\(metric.name)'"
        guard let scorer = try scorer(name) else {
            throw EvaluationError.scoring(what: what, reason: Self.unknown(name, known: names))
        }
        for score in metric.textScores where !scorer.scores.contains(score) {
            let unknown = UnknownNameError(
                kind: "score of the text scorer '\(scorer.identity.name)'",
                name: score,
                known: scorer.scores
            )
            throw EvaluationError.scoring(what: what, reason: unknown.description)
        }
        var options = metric.parameters
        options["scorer"] = .string(scorer.identity.reference)
        return try AnyMetric(name: metric.name, options: options)
    }

    /// Says why a metric cannot be computed where these names are declared; nil if it can, as far as names
    /// tell.
    static func objection(to metric: AnyMetric, declared: [String]) -> String? {
        guard let name = metric.textScorer, !(declared + standing).contains(name) else {
            return nil
        }
        return "the metric '\(metric.name)' cannot be computed: "
            + unknown(name, known: declared + standing)
    }

    private static func unknown(_ name: String, known: [String]) -> String {
        guard !name.isEmpty else {
            return "it needs a text scorer: name one of the suite's text_scorers with the option "
                + "'scorer'"
        }
        return UnknownNameError(kind: "text scorer", name: name, known: known).description
    }

    /// The scorers that metrics speak of, each once, as a run's manifest names them.
    func manifest(of metrics: [AnyMetric]) throws -> [JSONValue] {
        let names = Set(metrics.compactMap(\.textScorer)).sorted()
        return try names.compactMap { try scorer($0)?.identity.json }
    }

    /// The judge that a stored metric was or is to be scored by.
    ///
    /// A scorer that is not at hand will do as long as it judged every text before.
    ///
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if nobody knows the reference.
    func judge(_ reference: String, store: Store) throws -> TextJudge {
        if let scorer = try scorer(reference) {
            let identity = scorer.identity
            let record = try store.registerTextScorer(
                digest: identity.digest,
                name: identity.name,
                kind: identity.kind,
                version: identity.version,
                identity: identity.description
            )
            return TextJudge(store: store, record: record, scorer: scorer)
        }
        let prefix = reference.split(separator: "@").last.map(String.init) ?? ""
        let records = try store.textScorers(digestPrefix: prefix)
        guard records.count == 1, let record = records.first else {
            throw EvaluationError.scoring(
                what: "the text scorer '\(reference)'",
                reason: "the database does not know it; run the suite again, which declares it"
            )
        }
        return TextJudge(store: store, record: record, scorer: nil)
    }
}
