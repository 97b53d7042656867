/// What a model should have said.
package enum Target: Sendable, Equatable {
    /// A transcript, a translation, a continuation.
    case text(String)
    /// One class.
    case label(String)
    /// The cells or values that answer a question, in any order.
    case answers([Answer])
    /// Texts any of which would be right: several people's answers or translations, equal ones as
    /// often as they were given.
    case alternatives([String])
    /// A tag for each word, such as `B-PER`, `I-PER`, `O`.
    case tags([String])

    /// One value of a table question's answer.
    package struct Answer: Sendable, Equatable {
        /// As the dataset prints it.
        package var text: String
        /// The dataset's own canonical form (WikiTableQuestions' `targetCanon`), where it has one.
        package var canonical: String?

        package init(_ text: String, canonical: String? = nil) {
            self.text = text
            self.canonical = canonical
        }
    }

    /// The names of the cases, as the database stores them.
    package enum Kind: String, Sendable, CaseIterable {
        case text, label, answers, alternatives, tags
    }

    package var kind: Kind {
        switch self {
        case .text: .text
        case .label: .label
        case .answers: .answers
        case .alternatives: .alternatives
        case .tags: .tags
        }
    }

    /// The target in one string: the text or label itself, or answers as a JSON array whose members
    /// are strings, or `[text, canonical]` where there is a canonical form; alternatives and tags as a
    /// JSON array of strings.
    package var stored: String {
        switch self {
        case .text(let text): text
        case .label(let label): label
        case .answers(let answers):
            JSONValue.array(
                answers.map { answer in
                    guard let canonical = answer.canonical else { return .string(answer.text) }
                    return .array([.string(answer.text), .string(canonical)])
                }
            ).text
        case .alternatives(let texts), .tags(let texts):
            JSONValue.array(texts.map(JSONValue.string)).text
        }
    }

    /// Reads what ``stored`` wrote.
    ///
    /// - Throws: ``JSONError`` if a list is not in its stored shape.
    package init(kind: Kind, stored: String) throws {
        switch kind {
        case .text: self = .text(stored)
        case .label: self = .label(stored)
        case .answers:
            let value = try JSONValue(parsing: Array(stored.utf8))
            guard let members = value.array else {
                throw JSONError.unexpected(expected: "an array of answers", found: value.kind)
            }
            self = .answers(
                try members.map { member in
                    if let text = member.string { return Answer(text) }
                    if let pair = member.strings, pair.count == 2 {
                        return Answer(pair[0], canonical: pair[1])
                    }
                    throw JSONError.unexpected(
                        expected: "a string or [text, canonical]",
                        found: member.kind
                    )
                }
            )
        case .alternatives: self = .alternatives(try Self.strings(stored, "alternatives"))
        case .tags: self = .tags(try Self.strings(stored, "tags"))
        }
    }

    private static func strings(_ stored: String, _ what: String) throws -> [String] {
        let value = try JSONValue(parsing: Array(stored.utf8))
        guard let strings = value.strings else {
            throw JSONError.unexpected(expected: "an array of \(what)", found: value.kind)
        }
        return strings
    }

    /// The target in words, for people: answers are joined with commas, alternatives with slashes,
    /// tags with spaces.
    package var plain: String {
        switch self {
        case .text(let text): text
        case .label(let label): label
        case .answers(let answers): answers.map(\.text).joined(separator: ", ")
        case .alternatives(let texts): texts.joined(separator: " / ")
        case .tags(let tags): tags.joined(separator: " ")
        }
    }
}
