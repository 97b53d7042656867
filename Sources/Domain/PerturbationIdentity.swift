package import Digests

/// Everything that decides what a perturbation makes of an example: which one it is, its options with
/// their defaults filled in, and the seed.
///
/// A task that is asked over perturbed examples keeps it as JSON, such as
/// `{"name":"typos","options":{"rate":0.05},"seed":0,"version":1}`.
package struct PerturbationIdentity: Sendable, Hashable {
    /// As suites write it: `gaussian_noise`.
    package var name: String
    /// Counts up when the perturbation makes other examples of the same options.
    package var version: Int
    package var options: [String: JSONValue]
    /// The suite's.
    package var seed: UInt64

    package init(name: String, version: Int, options: [String: JSONValue], seed: UInt64) {
        self.name = name
        self.version = version
        self.options = options
        self.seed = seed
    }

    /// Reads what ``json`` wrote; nil for anything else.
    package init?(json: JSONValue) {
        guard let name = json["name"]?.string, let version = json["version"]?.integer,
            let options = json["options"]?.object, let seed = json["seed"]?.integer
        else { return nil }
        self.init(
            name: name,
            version: version,
            options: options,
            seed: UInt64(bitPattern: Int64(seed))
        )
    }

    package var json: JSONValue {
        .object([
            "name": .string(name),
            "version": .integer(version),
            "options": .object(options),
            "seed": .integer(Int(truncatingIfNeeded: seed)),
        ])
    }

    /// The perturbation in words, without its seed: `typos (rate 0.05)`.
    package var written: String {
        guard !options.isEmpty else { return name }
        let list = options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.plain)" }
        return "\(name) (\(list.joined(separator: ", ")))"
    }

    /// Of the perturbation and of what it is applied to, an example's or a medium's own words.
    package func digest(of subject: [String]) -> SHA256Digest {
        var hasher = SHA256Hasher()
        hasher.update(field: json.text)
        for part in subject { hasher.update(field: part) }
        return hasher.finish()
    }
}
