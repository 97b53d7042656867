import Domain
import GRDB

/// An example with the answer that a model gave.
struct WorstExample: Sendable {
    let key: String
    let split: String
    let text: String?
    let medium: ShownMedium?
    let target: Target?
    let answer: String?
    /// What a search found in place of what it should have; nil for other tasks.
    var found: Retrieved?
    /// The best label's score; nil for answers without scores.
    let confidence: Double?
    /// The cells that a table answer selected: row and column from 0.
    let coordinates: [[Int]]
    /// By the metric that found the example.
    let value: Double
    /// Sorted by name.
    let attributes: [(name: String, value: String)]

    init(row: Row, medium: ShownMedium?) {
        key = row["key"]
        split = row["split"]
        text = row["text"]
        self.medium = medium
        let kind = (row["targetKind"] as String?).flatMap(Target.Kind.init(rawValue:))
        if let kind, let stored = row["target"] as String? {
            // Answers that are not in their stored shape are shown as they are.
            target = (try? Target(kind: kind, stored: stored)) ?? .text(stored)
        } else {
            target = nil
        }
        answer = row["answer"]
        found = nil
        confidence = row["confidence"] as Double?
        let output = (row["output"] as String?).flatMap { try? JSONValue(parsing: $0) }
        coordinates =
            output?["coordinates"]?.array?.map { pair in
                pair.array?.compactMap(\.integer) ?? []
            } ?? []
        value = row["value"]
        let stored: String = row["attributes"]
        let members = (try? JSONValue(parsing: stored))?.object ?? [:]
        attributes = members.sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value.plain) }
    }
}
