package import Tensors

/// Why a model cannot be loaded or run.
package enum InferenceError: Error, Equatable, CustomStringConvertible {
    /// `config.json` names a class of the family that is not implemented.
    case unsupportedClass(found: [String], known: [String], file: String)
    case missingInput(name: String)
    case inputShape(name: String, expected: String, found: Shape)
    case unsupportedOption(name: String)
    /// A number among an input's that is no row of the table it is looked up in.
    case outOfTable(input: String, found: Int, count: Int)
    /// A file beside the checkpoint asks for something that is not implemented.
    case unsupported(file: String, what: String, found: String, known: String)
    /// The folder does not say how the vectors of tokens become one of the text.
    case noSentenceEmbedding(folder: String)
    /// A model that was loaded without `preprocessor_config.json` is given pictures or recordings.
    case noPreprocessor(folder: String)
    /// The pictures' size after preprocessing is not the one the model was built for.
    case preprocessorSize(expected: String, found: String, folder: String)
    /// A token id that the model's vocabulary does not have.
    case tokenOutOfRange(id: Int, count: Int)
    /// A sequence that is longer than the model's context.
    case contextLength(tokens: Int, limit: Int)
    /// A text model that was loaded without its tokenizer's files.
    case noTokenizer(folder: String)
    /// A setting of generation that makes no sense, or that is not implemented.
    case generation(setting: String, expected: String, found: String)

    /// A recording, resampled, that is shorter than what the model needs for one frame.
    case recordingTooShort(samples: Int)
    /// The model's weights are such that it gave infinite numbers, or what is no number.
    case notFinite

    package var description: String {
        switch self {
        case .unsupportedClass(let found, let known, let file):
            "\(file): architectures names \(found.joined(separator: ", ")); "
                + "Assay implements \(known.joined(separator: ", "))"
        case .missingInput(let name):
            "the model needs an input '\(name)'"
        case .inputShape(let name, let expected, let found):
            "input '\(name)' should have shape \(expected), found \(found)"
        case .unsupportedOption(let name):
            "the option '\(name)' is not implemented"
        case .outOfTable(let input, let found, let count):
            "input '\(input)' holds \(found), and the model knows 0 to \(count - 1)"
        case .unsupported(let file, let what, let found, let known):
            "\(file): \(what) is \(found); Assay implements \(known)"
        case .noSentenceEmbedding(let folder):
            "\(folder) has no modules.json, which says how the vectors of tokens become one of the "
                + "text; choose a pooling: cls, mean or max"
        case .noPreprocessor(let folder):
            "\(folder) has no preprocessor_config.json, which says how inputs become numbers; "
                + "copy it from where the weights came from"
        case .preprocessorSize(let expected, let found, let folder):
            "\(folder)/preprocessor_config.json gives pictures of \(found) "
                + "where config.json asks for \(expected)"
        case .recordingTooShort(let samples):
            "the recording has \(samples) samples at the model's rate, too few for one frame"
        case .notFinite:
            "the model gave numbers that are not finite, so its weights or config.json are damaged; "
                + "copy the checkpoint again from its source"
        case .tokenOutOfRange(let id, let count):
            "token \(id) is not in the model's vocabulary of \(count) tokens; "
                + "do the tokenizer's files belong to these weights?"
        case .contextLength(let tokens, let limit):
            "\(tokens) tokens are more than the model's context of \(limit)"
        case .noTokenizer(let folder):
            "\(folder) has no tokenizer.json and no vocabulary files, which turn text into tokens; "
                + "copy them from where the weights came from"
        case .generation(let setting, let expected, let found):
            "\(setting) should be \(expected), found \(found)"
        }
    }
}

extension Sequence<Float> {
    /// - Throws: ``InferenceError/notFinite`` if a number is infinite or none.
    package func requireFinite() throws(InferenceError) {
        guard allSatisfy(\.isFinite) else { throw .notFinite }
    }
}
