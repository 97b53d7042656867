package import Domain

/// Why a tokenizer's files cannot be used, or a text not be encoded.
package enum TokenizationError: Error, Equatable, CustomStringConvertible {
    /// The file is missing or cannot be read.
    case unreadable(file: String, reason: String)
    /// The folder has none of the sets of files that a tokenizer is stored in.
    case noTokenizer(folder: String, found: [String])
    /// A value that is absent, of the wrong kind, or not implemented.
    case value(file: String, path: String, expected: String, found: String)
    /// A stage of a type that Assay does not have.
    case stage(file: String, path: String, UnknownNameError)
    /// Parts of the files that contradict each other.
    case inconsistent(file: String, path: String, reason: String)
    /// A symbol that is neither in the vocabulary nor has an unknown token to stand for it.
    case noUnknownToken(word: String)
    /// A text that cannot be shortened as asked.
    case truncation(reason: String)
    /// A text that costs too much: a regular expression that tries too many ways, or more than 2 GB.
    case tooHard(reason: String)

    package var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "cannot read \(file): \(reason)"
        case .noTokenizer(let folder, let found):
            "no tokenizer.json, vocab.txt, or vocab.json with merges.txt in \(folder); "
                + (found.isEmpty
                    ? "copy the tokenizer's files beside the weights"
                    : "load \(found.joined(separator: ", ")) in transformers and save the fast "
                        + "tokenizer, which writes tokenizer.json")
        case .value(let file, let path, let expected, let found):
            "\(file): '\(path)' should be \(expected), found \(found)"
        case .stage(let file, let path, let error):
            "\(file): '\(path)' is an \(error)"
        case .inconsistent(let file, let path, let reason):
            "\(file): '\(path)' \(reason); copy the tokenizer's files again from one source"
        case .noUnknownToken(let word):
            "'\(word)' is not in the vocabulary, which has no unknown token to stand for it"
        case .truncation(let reason):
            "cannot shorten the text: \(reason)"
        case .tooHard(let reason):
            "cannot encode the text: \(reason)"
        }
    }
}
