package import Domain

/// A value that a suite gives, and the line on which it does.
package struct Setting: Sendable, Equatable {
    package var value: JSONValue
    /// From 1.
    package var line: Int

    package init(_ value: JSONValue, line: Int) {
        self.value = value
        self.line = line
    }
}

/// An option that a task or backend knows.
package struct KnownOption: Sendable {
    package let name: String
    package let summary: String

    package init(_ name: String, _ summary: String) {
        self.name = name
        self.summary = summary
    }
}

/// The named values of one mapping of a suite, read with their types checked.
package struct Settings: Sendable, Equatable {
    /// What they belong to, for messages: "model 'starter'".
    package let owner: String
    package let file: String
    /// The line on which the mapping begins; 0 for what is not of a file.
    package let line: Int
    package private(set) var values: [String: Setting]

    package init(owner: String, file: String, line: Int, values: [String: Setting] = [:]) {
        self.owner = owner
        self.file = file
        self.line = line
        self.values = values
    }

    /// The values without their lines.
    package var plain: [String: JSONValue] { values.mapValues(\.value) }

    /// The same without some names.
    package func without(_ names: [String]) -> Settings {
        var result = self
        result.values = values.filter { !names.contains($0.key) }
        return result
    }

    /// Replaces a value, for instance by one of the command line.
    package mutating func set(_ name: String, to value: JSONValue) {
        values[name] = Setting(value, line: values[name]?.line ?? line)
    }

    /// The text of that name; nil if it is not given.
    ///
    /// A number or a truth value stands for the word that it is written as.
    package func string(_ name: String) throws -> String? {
        guard let setting = values[name], setting.value != .null else { return nil }
        switch setting.value {
        case .string, .integer, .number, .bool: return setting.value.plain
        default: throw unexpected(name, "a text", setting)
        }
    }

    /// The text of that name, which must be given.
    package func requiredString(_ name: String) throws -> String {
        guard let text = try string(name), !text.isEmpty else {
            throw error(line, "\(owner) needs '\(name)'")
        }
        return text
    }

    /// One of a few words, in any case; nil if it is not given.
    package func choice(_ name: String, of words: [String]) throws -> String? {
        guard let word = try string(name)?.lowercased() else { return nil }
        guard words.contains(word) else {
            let unknown = UnknownNameError(kind: name, name: word, known: words)
            throw error(at: name, unknown.description)
        }
        return word
    }

    /// True or false; nil if it is not given.
    package func bool(_ name: String) throws -> Bool? {
        guard let setting = values[name] else { return nil }
        guard let value = setting.value.bool else {
            throw unexpected(name, "true or false", setting)
        }
        return value
    }

    /// The whole number of that name, within a range; nil if it is not given.
    package func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let setting = values[name] else { return nil }
        guard let number = setting.value.integer, range.contains(number) else {
            let bounds =
                range.upperBound == .max
                ? "of \(range.lowerBound) or more" : "in \(range.lowerBound)...\(range.upperBound)"
            throw unexpected(name, "a whole number \(bounds)", setting)
        }
        return number
    }

    /// The positive number of that name; nil if it is not given.
    package func positive(_ name: String) throws -> Double? {
        guard let setting = values[name] else { return nil }
        guard let number = setting.value.number, number > 0 else {
            throw unexpected(name, "a positive number", setting)
        }
        return number
    }

    /// The list of texts of that name, or nil; a single text is a list of one.
    package func strings(_ name: String) throws -> [String]? {
        guard let setting = values[name] else { return nil }
        if let text = setting.value.string { return [text] }
        guard let members = setting.value.array else {
            throw unexpected(name, "a list of texts", setting)
        }
        return try members.map { member in
            if member.array != nil || member.object != nil || member == .null {
                throw unexpected(name, "a list of texts", setting)
            }
            return member.plain
        }
    }

    /// Refuses names that are not among the known ones.
    package func refuseUnknown(_ known: [String], kind: String) throws {
        for (name, setting) in values.sorted(by: {
            ($0.value.line, $0.key) < ($1.value.line, $1.key)
        })
        where !known.contains(name) {
            let unknown = UnknownNameError(kind: kind, name: name, known: known)
            throw error(setting.line, unknown.description)
        }
    }

    /// An error at the line of a name, or of the mapping.
    package func error(at name: String? = nil, _ reason: String) -> EvaluationError {
        error(name.flatMap { values[$0]?.line } ?? line, reason)
    }

    private func error(_ line: Int, _ reason: String) -> EvaluationError {
        .suite(file: file, line: line > 0 ? line : nil, reason: reason)
    }

    private func unexpected(_ name: String, _ expected: String, _ setting: Setting)
        -> EvaluationError
    {
        error(
            setting.line,
            "'\(name)' of \(owner) must be \(expected), found \(setting.value.text)"
        )
    }
}
