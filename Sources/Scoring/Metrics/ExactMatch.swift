package import Domain
import Foundation

/// The share of answers that are one of the target's texts letter by letter, after some cuts.
///
/// 0...1, higher is better, undefined without examples. First `regex` cuts the answer out of the response, as
/// lm-evaluation-harness' filter does: the match that `group_select` counts (from the end if below 0), its first
/// group where it has any, without white space at its ends; `[invalid]` where there is none. Then what
/// `regexes_to_ignore` match is removed from both, then case, punctuation and digits as the options say,
/// in the order of the harness' `exact_match`.
package struct ExactMatch: Metric {
    package static let name = "exact_match"
    package static let summary =
        "Share of answers that are the target letter by letter, after lm-evaluation-harness' filters."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text, .alternatives]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson
    package static let options = [
        MetricOption(
            "regex",
            "The expression whose match is the answer; empty for the whole response.",
            default: .string("")
        ),
        MetricOption(
            "group_select",
            "Which match it is, from 0, or from the end below 0.",
            default: .integer(0)
        ),
        MetricOption(
            "regexes_to_ignore",
            "A list of expressions whose matches are removed.",
            default: .array([])
        ),
        MetricOption(
            "ignore_case",
            "Whether upper and lower case are the same.",
            default: .bool(false)
        ),
        MetricOption(
            "ignore_punctuation",
            "Whether ASCII punctuation is removed.",
            default: .bool(false)
        ),
        MetricOption(
            "ignore_numbers",
            "Whether the digits 0 to 9 are removed.",
            default: .bool(false)
        ),
    ]

    private let regex: String
    private let group: Int
    private let ignored: [String]
    private let ignoresCase: Bool
    private let ignoresPunctuation: Bool
    private let ignoresNumbers: Bool

    package init(options given: [String: JSONValue]) throws {
        let options = MetricOptions(given, of: Self.self)
        regex = try options.string("regex")
        group = try options.integer("group_select", in: -1_000_000...1_000_000)
        ignored = try options.strings("regexes_to_ignore")
        ignoresCase = try options.bool("ignore_case")
        ignoresPunctuation = try options.bool("ignore_punctuation")
        ignoresNumbers = try options.bool("ignore_numbers")
        for pattern in ignored + [regex] where !pattern.isEmpty {
            _ = try ResponseFilter.expression(pattern)
        }
    }

    package var parameters: [String: JSONValue] {
        [
            "regex": .string(regex), "group_select": .integer(group),
            "regexes_to_ignore": .array(ignored.map(JSONValue.string)),
            "ignore_case": .bool(ignoresCase), "ignore_punctuation": .bool(ignoresPunctuation),
            "ignore_numbers": .bool(ignoresNumbers),
        ]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .text(let answer) = outcome, let references = target?.texts else {
            throw Self.mismatch(outcome, target)
        }
        let found = try cut([answer]).first ?? ""
        return Proportion(hit: try isRight(found, references))
    }

    /// The answers that responses hold, by the expression.
    func cut(_ responses: [String]) throws(MetricError) -> [String] {
        guard !regex.isEmpty else { return responses }
        return try ResponseFilter.regularExpression(regex, group: group, fallback: "[invalid]")(
            responses
        )
    }

    /// Whether an answer is one of the references.
    func isRight(_ answer: String, _ references: [String]) throws(MetricError) -> Bool {
        let compared = try prepared(answer)
        for reference in references {
            let expected = try prepared(reference)
            // Scalar by scalar.
            if expected.utf8.elementsEqual(compared.utf8) { return true }
        }
        return false
    }

    private func prepared(_ text: String) throws(MetricError) -> String {
        var text = text
        for pattern in ignored {
            text = try ResponseFilter.expression(pattern).stringByReplacingMatches(
                in: text,
                range: NSRange(text.startIndex..., in: text),
                withTemplate: ""
            )
        }
        if ignoresCase { text = text.lowercased() }
        var scalars = ScalarText(text)
        if ignoresPunctuation { scalars.scalars.removeAll(where: EnglishAnswer.isPunctuation) }
        if ignoresNumbers { scalars.scalars.removeAll(where: ScalarText.isASCIIDigit) }
        return scalars.string
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
