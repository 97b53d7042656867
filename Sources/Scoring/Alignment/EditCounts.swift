/// What an alignment consists of: a unit of the reference is hit, substituted or deleted; a unit of
/// the hypothesis is a hit, a substitute or inserted.
package struct EditCounts: Sendable, Hashable {
    package var substitutions: Int
    package var deletions: Int
    package var insertions: Int
    package var hits: Int

    package init(substitutions: Int = 0, deletions: Int = 0, insertions: Int = 0, hits: Int = 0) {
        self.substitutions = substitutions
        self.deletions = deletions
        self.insertions = insertions
        self.hits = hits
    }

    package var errors: Int { substitutions + deletions + insertions }
    package var referenceLength: Int { hits + substitutions + deletions }
    package var hypothesisLength: Int { hits + substitutions + insertions }
}
