package import Domain

/// An option of a perturbation.
package struct PerturbationOption: Sendable {
    /// What values an option may have.
    package enum Values: Sendable, Equatable {
        case numbers(ClosedRange<Double>)
        case wholeNumbers(ClosedRange<Int>)
        case words([String])

        /// For messages: "a number in 0...1".
        var expected: String {
            switch self {
            case .numbers(let range): "a number in \(range.lowerBound)...\(range.upperBound)"
            case .wholeNumbers(let range):
                "a whole number in \(range.lowerBound)...\(range.upperBound)"
            case .words(let words): "one of \(words.joined(separator: ", "))"
            }
        }

        /// The value as it is stored, a number always as a number; nil if it is none of these.
        func read(_ value: JSONValue) -> JSONValue? {
            switch self {
            case .numbers(let range):
                value.number.flatMap { range.contains($0) ? .number($0) : nil }
            case .wholeNumbers(let range):
                value.integer.flatMap { range.contains($0) ? .integer($0) : nil }
            case .words(let words):
                value.string.flatMap { words.contains($0) ? .string($0) : nil }
            }
        }
    }

    package let name: String
    /// What it means, in one sentence.
    package let summary: String
    package let values: Values
    package let standard: JSONValue

    package init(
        _ name: String,
        _ summary: String,
        in range: ClosedRange<Double>,
        default standard: Double
    ) {
        (self.name, self.summary) = (name, summary)
        (values, self.standard) = (.numbers(range), .number(standard))
    }

    package init(
        _ name: String,
        _ summary: String,
        in range: ClosedRange<Int>,
        default standard: Int
    ) {
        (self.name, self.summary) = (name, summary)
        (values, self.standard) = (.wholeNumbers(range), .integer(standard))
    }

    package init(_ name: String, _ summary: String, of words: [String], default standard: String) {
        (self.name, self.summary) = (name, summary)
        (values, self.standard) = (.words(words), .string(standard))
    }

    /// The severity of a corruption of pictures.
    static func severity(_ summary: String) -> PerturbationOption {
        PerturbationOption("severity", summary, in: 1...5, default: 3)
    }
}

/// The values of a perturbation's options, all of them there and of the right kind.
package struct PerturbationValues: Sendable, Equatable {
    /// As they are stored.
    package let json: [String: JSONValue]

    /// Reads the options that are given and fills in the others' defaults.
    ///
    /// - Throws: `UnknownNameError` for an option that the perturbation does not know;
    ///   ``PerturbationError/option(perturbation:option:expected:found:)``.
    package init(_ given: [String: JSONValue], of type: any Perturbation.Type) throws {
        let known = type.options.map(\.name)
        if let unknown = given.keys.filter({ !known.contains($0) }).min() {
            throw UnknownNameError(
                kind: "option of the perturbation \(type.name)",
                name: unknown,
                known: known
            )
        }
        var values: [String: JSONValue] = [:]
        for option in type.options {
            let found = given[option.name] ?? option.standard
            guard let value = option.values.read(found) else {
                throw PerturbationError.option(
                    perturbation: type.name,
                    option: option.name,
                    expected: option.values.expected,
                    found: found.text
                )
            }
            values[option.name] = value
        }
        json = values
    }

    /// The number of an option that has numbers; an option that is not listed is a mistake in the source.
    func number(_ name: String) -> Double {
        guard let number = json[name]?.number else { preconditionFailure("no number '\(name)'") }
        return number
    }

    func integer(_ name: String) -> Int {
        guard let number = json[name]?.integer else { preconditionFailure("no number '\(name)'") }
        return number
    }

    func word(_ name: String) -> String {
        guard let word = json[name]?.string else { preconditionFailure("no word '\(name)'") }
        return word
    }

    /// The member of a list of five that belongs to `severity`.
    func severity<Value>(of values: [Value]) -> Value { values[integer("severity") - 1] }
}
