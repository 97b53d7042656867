import Domain
import Foundation
import Yams

/// A YAML node with its line, reduced to what suites use: scalars, lists and mappings.
///
/// A plain scalar is read by YAML 1.2's core rules: `true` and `false`, whole and other numbers,
/// `null` and `~`. Everything else is text, so that a class named `no` or `on` stays a word.
struct YAMLValue {
    let node: Node
    let file: String

    /// Parses a file's text.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` with the line of the mistake.
    init(parsing text: String, file: String) throws {
        self.file = file
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw EvaluationError.suite(file: file, line: nil, reason: "the file is empty")
            }
            self.node = node
        } catch let error as YamlError {
            throw Self.reworded(error, file: file)
        }
    }

    /// The text of a file that is to be parsed.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)``.
    static func text(of file: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw EvaluationError.suite(file: file, line: nil, reason: "the file cannot be read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw EvaluationError.suite(file: file, line: nil, reason: "the text is not UTF-8")
        }
        return text
    }

    private init(_ node: Node, file: String) {
        self.node = node
        self.file = file
    }

    /// From 1.
    var line: Int { node.mark?.line ?? 1 }

    func error(_ reason: String) -> EvaluationError {
        .suite(file: file, line: line, reason: reason)
    }

    /// The members of a mapping, in the order of the file; nil for anything else.
    var mapping: [(name: String, value: YAMLValue, line: Int)]? {
        guard case .mapping(let mapping) = node else { return nil }
        return mapping.map { key, value in
            (
                key.scalar?.string ?? "", YAMLValue(value, file: file),
                key.mark?.line ?? value.mark?.line ?? line
            )
        }
    }

    /// The members of a list; nil for anything else.
    var list: [YAMLValue]? {
        guard case .sequence(let sequence) = node else { return nil }
        return sequence.map { YAMLValue($0, file: file) }
    }

    /// The text of a scalar as it is written; nil for lists, mappings and null.
    var text: String? {
        guard let scalar = node.scalar, json != .null else { return nil }
        return scalar.string
    }

    /// The value without lines.
    var json: JSONValue {
        switch node {
        case .scalar(let scalar): Self.value(of: scalar)
        case .sequence(let sequence):
            .array(sequence.map { YAMLValue($0, file: file).json })
        case .mapping(let mapping):
            .object(
                Dictionary(
                    mapping.map {
                        ($0.key.scalar?.string ?? "", YAMLValue($0.value, file: file).json)
                    },
                    uniquingKeysWith: { _, last in last }
                )
            )
        case .alias: .null
        }
    }

    private static func value(of scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case "", "~", "null", "Null", "NULL": return .null
        default: break
        }
        let text = scalar.string
        let isNumeric = text.utf8.allSatisfy {
            ($0 >= 48 && $0 <= 57) || "+-.eE".utf8.contains($0)
        }
        guard isNumeric else { return .string(text) }
        if let whole = Int(text) { return .integer(whole) }
        if let number = Double(text), number.isFinite { return .number(number) }
        return .string(text)
    }

    private static func reworded(_ error: YamlError, file: String) -> EvaluationError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .suite(file: file, line: mark.line, reason: "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            .suite(
                file: file,
                line: context.mark.line,
                reason: "given twice: "
                    + keys.map { "'\($0)'" }.joined(separator: ", ")
            )
        default: .suite(file: file, line: nil, reason: "not valid YAML: \(error)")
        }
    }
}
