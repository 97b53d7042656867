package import Domain

/// The F1 of entities, each right if its type and both its ends are, pooled over the corpus.
///
/// 0...1, higher is better, undefined without examples, 0 where nothing is right. `default` reads tags as
/// conlleval does: `I-X` begins an entity after `O` or another type. `strict` reads IOB2 and takes such an
/// `I-X` for none. Tags of an answer beyond the target's words are left out. seqeval 1.2.2 with
/// `average="micro"`, `strict` with `mode="strict", scheme=IOB2`.
package struct EntityF1: Metric {
    package static let name = "entity_f1"
    package static let summary =
        "Entities found with the right type and ends, pooled over the corpus (seqeval 1.2.2)."
    package static let takes = Outcome.Kind.tags
    package static let targets: Set<Target.Kind> = [.tags]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "mode",
            "How tags are read: default (as conlleval) or strict (IOB2).",
            default: .string(Mode.lenient.rawValue)
        ),
        MetricOption(
            "part",
            "Which figure: f1, precision or recall.",
            default: .string(Part.f1.rawValue)
        ),
    ]

    /// How tags are read.
    enum Mode: String, CaseIterable {
        case lenient = "default"
        case strict
    }

    /// Which figure.
    enum Part: String, CaseIterable {
        case f1, precision, recall
    }

    private let mode: Mode
    private let part: Part

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        mode = try options.choice("mode")
        part = try options.choice("part")
    }

    package var parameters: [String: JSONValue] {
        ["mode": .string(mode.rawValue), "part": .string(part.rawValue)]
    }

    /// Right entities, entities of the answer, entities of the target.
    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> CountsTally? {
        guard case .tags(let tags) = outcome, case .tags(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        // Words without a tag are outside.
        let missing = [String](repeating: "O", count: max(0, target.count - tags.count))
        let found = try entities(Array(tags.prefix(target.count)) + missing)
        let expected = try entities(target)
        return CountsTally([found.intersection(expected).count, found.count, expected.count])
    }

    private func entities(_ tags: [String]) throws(MetricError) -> Set<Entities.Entity> {
        if mode == .lenient { return Set(Entities.lenient(tags)) }
        guard let entities = Entities.strict(tags) else {
            let known: [Character] = ["B", "I", "O"]
            let bad = tags.first { $0.first.map { !known.contains($0) } ?? true } ?? ""
            throw .tag(metric: Self.name, found: bad)
        }
        return Set(entities)
    }

    package func value(_ total: CountsTally) -> Double? {
        guard total.examples > 0 else { return nil }
        let (hits, found, expected) = (total.counts[0], total.counts[1], total.counts[2])
        let (top, bottom) =
            switch part {
            case .f1: (2 * hits, found + expected)
            case .precision: (hits, found)
            case .recall: (hits, expected)
            }
        return bottom == 0 ? 0 : Double(top) / Double(bottom)
    }
}
