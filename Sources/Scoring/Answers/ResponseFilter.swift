import Foundation

/// What is cut out of a model's responses before they are compared, after lm-evaluation-harness.
package enum ResponseFilter: Sendable, Equatable {
    /// What the expression's first group matches, or all that it matches where it has no group; the
    /// fallback where it matches nowhere. `group` counts matches, from the end if below 0.
    case regularExpression(String, group: Int, fallback: String)
    case lowercase
    case uppercase
    /// Without white space at the start.
    case removeLeadingSpace
    /// The first responses.
    case take(first: Int)
    /// The response that came up most often, of those the first.
    case majority

    /// The responses of one example, filtered.
    ///
    /// Expressions are ICU's, which agree with Python's but in rare corners (named groups are written
    /// `(?<name>...)`).
    ///
    /// - Parameter responses: As many as were asked for.
    /// - Returns: As many, or fewer for ``take(first:)`` and ``majority``.
    /// - Throws: ``MetricError`` for an expression that is none.
    package func callAsFunction(_ responses: [String]) throws(MetricError) -> [String] {
        switch self {
        case .regularExpression(let pattern, let group, let fallback):
            let expression = try Self.expression(pattern)
            return responses.map { Self.match($0, expression, group) ?? fallback }
        case .lowercase: return responses.map { $0.lowercased() }
        case .uppercase: return responses.map { $0.uppercased() }
        case .removeLeadingSpace:
            return responses.map { String($0.drop(while: \.isWhitespace)) }
        case .take(let count): return Array(responses.prefix(count))
        case .majority:
            var counts: [String: Int] = [:]
            for response in responses { counts[response, default: 0] += 1 }
            let most = counts.values.max() ?? 0
            return responses.first { counts[$0] == most }.map { [$0] } ?? []
        }
    }

    static func expression(_ pattern: String) throws(MetricError) -> NSRegularExpression {
        do {
            return try NSRegularExpression(pattern: pattern)
        } catch {
            throw .option(
                metric: "exact_match",
                option: "regex",
                expected: "a regular expression",
                found: pattern
            )
        }
    }

    private static func match(
        _ text: String,
        _ expression: NSRegularExpression,
        _ group: Int
    ) -> String? {
        let matches = expression.matches(
            in: text,
            range: NSRange(text.startIndex..., in: text)
        )
        let index = group < 0 ? matches.count + group : group
        guard matches.indices.contains(index) else { return nil }
        let match = matches[index]
        func part(_ number: Int) -> String? {
            Range(match.range(at: number), in: text).map { String(text[$0]) }
        }
        let found: String?
        if match.numberOfRanges == 1 {
            found = part(0)
        } else if match.numberOfRanges == 2 {
            found = part(1) ?? ""
        } else {
            // Of several groups the first that matched anything.
            found = (1..<match.numberOfRanges).compactMap(part).first { !$0.isEmpty }
        }
        return found.map { String($0.trimmed) }
    }
}
