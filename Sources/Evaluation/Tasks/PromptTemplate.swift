import Domain
import Storage

/// A text with places for what an example has.
///
/// A place is `{text}`, `{target}`, or the name of an attribute in braces. Two braces stand for one.
struct PromptTemplate: Sendable, Equatable {
    private enum Part: Sendable, Equatable {
        case text(String)
        case place(String)
    }

    private let parts: [Part]

    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` for a brace without its other one and a
    ///   place without a name.
    init(_ template: String, of option: String, in settings: Settings) throws {
        var parts: [Part] = []
        var text = ""
        var rest = template[...]
        func refused(_ what: String) -> EvaluationError {
            settings.error(
                at: option,
                "'\(option)' \(what), found '\(template)'; two braces stand for one"
            )
        }
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                text.append(character)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else {
                    throw refused("has a '{' without its '}'")
                }
                let name = String(rest[..<end])
                guard !name.isEmpty, !name.contains("{") else {
                    throw refused("has a place without a name")
                }
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(.place(name))
                rest = rest[rest.index(after: end)...]
            case "}": throw refused("has a '}' without its '{'")
            default: text.append(character)
            }
        }
        if !text.isEmpty { parts.append(.text(text)) }
        self.parts = parts
    }

    /// The template filled with an example's parts.
    ///
    /// - Throws: ``PredictionFailure`` if the example lacks one.
    func text(for example: Example) throws(PredictionFailure) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .place("text"): result += try example.requireText("text")
            case .place("target"):
                guard let target = example.target else {
                    throw PredictionFailure("the example has no target for the place {target}")
                }
                result += target.plain
            case .place(let name):
                guard let value = example.attributes[name] else {
                    throw PredictionFailure("the example has no attribute '\(name)' for its place")
                }
                result += value
            }
        }
        return result
    }
}
