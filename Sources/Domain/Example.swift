package import Digests

/// One item of a dataset: what a model is shown, what it should say, and what to group it by.
package struct Example: Sendable, Equatable {
    /// Stable within the dataset and split: LibriSpeech's utterance id, a relative path, a row id.
    package var key: String
    /// `train`, `validation`, `test` or what the source calls it; `all` where it says nothing.
    package var split: String
    /// A sentence, a question, a caption, a prompt.
    package var text: String?
    /// The picture, recording or table.
    package var medium: Medium?
    package var target: Target?
    /// For grouping: speaker sex, accent, category, document; in the source's own words.
    package var attributes: [String: String]

    package init(
        key: String,
        split: String = "all",
        text: String? = nil,
        medium: Medium? = nil,
        target: Target? = nil,
        attributes: [String: String] = [:]
    ) {
        self.key = key
        self.split = split
        self.text = text
        self.medium = medium
        self.target = target
        self.attributes = attributes
    }

    /// The digest of everything that the example says (not of where its medium lies).
    ///
    /// Two ingestions of the same source give the same digests; a changed transcript, attribute or
    /// picture gives another.
    package var contentDigest: SHA256Digest {
        var hasher = SHA256Hasher()
        hasher.update(field: key)
        hasher.update(field: split)
        hasher.update(field: text)
        hasher.update(field: medium?.digest.hexadecimal)
        hasher.update(field: target?.kind.rawValue)
        hasher.update(field: target?.stored)
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            hasher.update(field: name)
            hasher.update(field: value)
        }
        return hasher.finish()
    }
}
