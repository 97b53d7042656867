package import Digests

/// One question to a model: what the task makes of an example, without the answer.
package struct ModelRequest: Sendable, Equatable {
    /// The task's name, which is that of the Hugging Face pipeline.
    package var task: String
    package var text: String?
    /// A second text, where a pair is asked about.
    package var pair: String?
    package var medium: Medium?
    /// What a model chooses among, or how the text may go on.
    package var choices: [String]?

    package init(
        task: String,
        text: String? = nil,
        pair: String? = nil,
        medium: Medium? = nil,
        choices: [String]? = nil
    ) {
        self.task = task
        self.text = text
        self.pair = pair
        self.medium = medium
        self.choices = choices
    }

    /// Equal for equal questions, whichever example they come from; predictions are keyed by it.
    package var digest: SHA256Digest {
        var hasher = SHA256Hasher()
        hasher.update(field: task)
        hasher.update(field: text)
        hasher.update(field: medium?.digest.hexadecimal)
        // Only where there is one, so that other requests keep the digest that they had before pairs.
        if let pair { hasher.update(field: pair) }
        if let choices {
            hasher.update(field: JSONValue.array(choices.map(JSONValue.string)).text)
        }
        return hasher.finish()
    }
}
