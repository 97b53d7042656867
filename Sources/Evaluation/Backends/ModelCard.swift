import Domain
import Foundation

/// What a checkpoint's own `README.md` states of it, in the YAML between its first two lines of `---`, as
/// the Hugging Face hub reads it.
///
/// It says nothing that an answer depends on, and so is no part of a model's digest.
enum ModelCard {
    /// The keys that are kept, as the hub names them.
    private static let keys = [
        "license", "language", "datasets", "base_model", "pipeline_tag", "library_name", "tags",
    ]
    /// A card is short; what is longer is something else.
    private static let largestFile = 1 << 20

    /// The stated values, texts and lists of texts; nil without such a file or any of the keys.
    static func stated(in folder: String) -> JSONValue? {
        let path = folder + "/README.md"
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
        guard let size, size <= largestFile,
            let bytes = FileManager.default.contents(atPath: path)
        else { return nil }
        return stated(String(decoding: bytes, as: UTF8.self))
    }

    static func stated(_ text: String) -> JSONValue? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            return nil
        }
        let yaml = lines[1..<end].joined(separator: "\n")
        // A card that cannot be read states nothing; the model is none the worse for it.
        guard let members = try? YAMLValue(parsing: yaml, file: "README.md").json.object else {
            return nil
        }
        let known = members.filter { keys.contains($0.key) && isPlain($0.value) }
        return known.isEmpty ? nil : .object(known)
    }

    private static func isPlain(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .object: false
        case .array(let values): !values.isEmpty && values.allSatisfy { $0.string != nil }
        default: true
        }
    }
}
