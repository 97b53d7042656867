import Foundation

/// What a checkpoint folder's README.md says in the YAML between its first two lines of hyphens.
struct ModelCard {
    /// `apache-2.0`; several with commas between; nil if it is not stated.
    let license: String?

    init(folder: String) {
        guard let data = FileManager.default.contents(atPath: folder + "/README.md"),
            let text = String(validating: data, as: UTF8.self)
        else {
            license = nil
            return
        }
        license = Self.license(Self.frontMatter(text))
    }

    private static func frontMatter(_ text: String) -> [Substring] {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            return []
        }
        return Array(lines[1..<end])
    }

    /// `license: mit`, or the list under it; a name of its own behind `other`.
    private static func license(_ lines: [Substring]) -> String? {
        guard let index = lines.firstIndex(where: { $0.hasPrefix("license:") }) else { return nil }
        var names = [scalar(lines[index], after: "license:")].filter { !$0.isEmpty }
        if names.isEmpty {
            names = lines[(index + 1)...].prefix { $0.drop { $0 == " " }.hasPrefix("- ") }
                .map { scalar($0.drop { $0 == " " }, after: "- ") }
        }
        if names == ["other"], let line = lines.first(where: { $0.hasPrefix("license_name:") }) {
            names = ["other (\(scalar(line, after: "license_name:")))"]
        }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    private static func scalar(_ line: Substring, after key: String) -> String {
        line.dropFirst(key.count).trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
    }
}
