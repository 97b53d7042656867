package import Domain
import Foundation

/// An object of a JSON configuration file, read key by key with errors that name file and path.
///
/// A key that is absent or null takes the default that the reference implementation's class has,
/// since `config.json` leaves out values equal to it.
package struct ConfigurationScope: Sendable {
    /// For messages.
    package let file: String
    /// `vision_config`; empty at the top.
    package let path: String
    private let members: [String: JSONValue]

    /// Reads a file whose top is an object.
    ///
    /// - Throws: ``CheckpointError/unreadable(file:reason:)`` or
    ///   ``CheckpointError/configuration(file:path:expected:found:)``.
    package init(file: String) throws(CheckpointError) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .unreadable(file: file, reason: "there is no such file, or it may not be read")
        }
        try self.init(bytes: Array(data), file: file)
    }

    /// Reads bytes whose top is an object; `file` is for messages.
    package init(bytes: [UInt8], file: String) throws(CheckpointError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .unreadable(file: file, reason: error.description)
        }
        guard let members = value.object else {
            throw .configuration(file: file, path: "", expected: "an object", found: value.kind)
        }
        self.init(file: file, path: "", members: members)
    }

    private init(file: String, path: String, members: [String: JSONValue]) {
        self.file = file
        self.path = path
        self.members = members
    }

    /// The members' names, sorted.
    package var keys: [String] { members.keys.sorted() }

    /// A member that is there and not null.
    package func value(_ key: String) -> JSONValue? {
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    package func string(_ key: String, default fallback: String? = nil)
        throws(CheckpointError) -> String
    {
        try read(key, fallback, "a string", \.string)
    }

    package func bool(_ key: String, default fallback: Bool? = nil)
        throws(CheckpointError) -> Bool
    {
        try read(key, fallback, "true or false", \.bool)
    }

    /// A whole number within a range.
    package func integer(
        _ key: String,
        default fallback: Int? = nil,
        in range: ClosedRange<Int> = 1...Int(Int32.max)
    ) throws(CheckpointError) -> Int {
        let bounds = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return try read(key, fallback, bounds) { value in
            value.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package func number(_ key: String, default fallback: Double? = nil)
        throws(CheckpointError) -> Double
    {
        try read(key, fallback, "a number", \.number)
    }

    /// An object.
    package func scope(_ key: String) throws(CheckpointError) -> ConfigurationScope {
        ConfigurationScope(
            file: file,
            path: full(key),
            members: try read(key, nil, "an object", \.object)
        )
    }

    /// The labels by index of `id2label`, whose keys must be 0, 1, 2 ...
    ///
    /// Absent, the reference's default: `LABEL_0`, `LABEL_1`.
    package func labels() throws(CheckpointError) -> [String] {
        guard value("id2label") != nil else {
            // A name is made for each: a limit, so that a broken number does not fill the memory.
            let count = try integer("num_labels", default: 2, in: 1...1_000_000)
            return (0..<count).map { "LABEL_\($0)" }
        }
        let map = try scope("id2label")
        guard !map.keys.isEmpty else {
            throw error("id2label", expected: "at least one label", found: "none")
        }
        var labels: [String] = []
        for index in 0..<map.keys.count { labels.append(try map.string(String(index))) }
        return labels
    }

    /// The error of a key of this object.
    package func error(_ key: String, expected: String, found: String) -> CheckpointError {
        .configuration(file: file, path: full(key), expected: expected, found: found)
    }

    private func read<T>(
        _ key: String,
        _ fallback: T?,
        _ expected: String,
        _ cast: (JSONValue) -> T?
    ) throws(CheckpointError) -> T {
        guard let value = value(key) else {
            if let fallback { return fallback }
            throw error(key, expected: expected, found: "nothing")
        }
        guard let result = cast(value) else {
            throw error(key, expected: expected, found: Self.short(value))
        }
        return result
    }

    /// A scalar itself, else what kind of thing it is.
    private static func short(_ value: JSONValue) -> String {
        switch value {
        case .array, .object, .null: value.kind
        case .string, .bool, .integer, .number: value.text
        }
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : path + "." + key }
}
