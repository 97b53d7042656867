import Domain
import Foundation
import TestSupport

@testable import Scoring

/// Inputs and what other people's scorers make of them, written by `Tests/Fixtures/scoring/generate.py`.
///
/// `ASSAY_SCORING_FIXTURES` names another folder, such as one with thousands of random inputs.
struct ScoringFixture {
    let root: JSONValue

    init(_ name: String) throws {
        let folder =
            ProcessInfo.processInfo.environment["ASSAY_SCORING_FIXTURES"]
            ?? RepositoryPaths.fixtures + "/scoring"
        let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))
        root = try JSONValue(parsing: Array(data))
    }

    /// A corpus with what a metric makes of it.
    struct Check {
        let metric: String
        let options: [String: JSONValue]
        let value: Double?
        let examples: [(Outcome, Target?)]
    }

    /// The checks of all corpora.
    var checks: [Check] {
        var found: [Check] = []
        for (corpus, checks) in zip(root["corpora"]?.array ?? [], root["checks"]?.array ?? []) {
            let examples = Self.examples(corpus)
            for parts in (checks.array ?? []).compactMap(\.array) where parts.count == 3 {
                found.append(
                    Check(
                        metric: parts[0].string ?? "",
                        options: parts[1].object ?? [:],
                        value: parts[2].number,
                        examples: examples
                    )
                )
            }
        }
        return found
    }

    /// The examples of a corpus: `predictions` and `targets` of texts, `scores` and `labels` of
    /// classes, `tags` of words, or `ranks`.
    static func examples(_ corpus: JSONValue) -> [(Outcome, Target?)] {
        if let predictions = corpus["predictions"]?.array, let targets = corpus["targets"]?.array {
            return zip(predictions, targets).map { prediction, target in
                if let tags = prediction.strings {
                    return (.tags(tags), target.strings.map(Target.tags))
                }
                return (
                    .text(prediction.string ?? ""),
                    target.strings.map(Target.alternatives) ?? .text(target.string ?? "")
                )
            }
        }
        if let rows = corpus["scores"]?.array, let labels = corpus["labels"]?.array {
            return zip(rows, labels).map { row, label in
                (
                    labelled(row.array?.compactMap(\.number) ?? []),
                    Target.label(label.plain)
                )
            }
        }
        return []
    }
}

/// Scores of classes named by their indices, best first.
private func labelled(_ row: [Double]) -> Outcome { scores(row) }

extension JSONValue {
    /// The members of an array of numbers; empty for anything else.
    var numbers: [Double] { array?.compactMap(\.number) ?? [] }
    /// The members of an array of whole numbers.
    var integers: [Int] { array?.compactMap(\.integer) ?? [] }
    /// The members of an array of arrays of numbers.
    var rows: [[Double]] { array?.map(\.numbers) ?? [] }
}
