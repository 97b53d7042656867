package import Tensors

/// Why a checkpoint folder cannot be used.
package enum CheckpointError: Error, Equatable, CustomStringConvertible {
    /// The file is missing or cannot be read.
    case unreadable(file: String, reason: String)
    /// The folder has no weights that Assay reads.
    case noWeights(folder: String, found: [String])
    /// A weight file whose own description does not fit its bytes.
    case malformed(file: String, format: WeightFormat, reason: String)
    /// A file that may well be sound and that Assay refuses; the reason says what to do.
    case refused(file: String, reason: String)
    /// A tensor that the model needs is absent.
    case missingTensor(name: String, folder: String)
    case shapeMismatch(name: String, expected: Shape, found: Shape)
    /// An element type that Assay does not read.
    case elementType(name: String, found: String)
    /// Weights that the model did not ask for.
    case unusedTensors(names: [String], folder: String)
    /// A value in a JSON file that is absent, of the wrong kind, or not implemented; without a path
    /// the file's own.
    case configuration(file: String, path: String, expected: String, found: String)

    package var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "cannot read \(file): \(reason)"
        case .noWeights(let folder, let found):
            "no model.safetensors and no pytorch_model.bin in \(folder), nor an index of shards; "
                + (found.isEmpty
                    ? "is it a checkpoint folder?"
                    : "convert \(found.joined(separator: ", ")) to safetensors first")
        case .malformed(let file, let format, let reason):
            "\(file) is not a valid \(format.name): \(reason); copy it again from its source"
        case .refused(let file, let reason):
            "\(file) cannot be used: \(reason)"
        case .missingTensor(let name, let folder):
            "tensor '\(name)' is missing from the weights in \(folder)"
        case .shapeMismatch(let name, let expected, let found):
            "tensor '\(name)' has shape \(found) where the configuration asks for \(expected)"
        case .elementType(let name, let found):
            "tensor '\(name)' has elements of type \(found), which Assay does not read; "
                + "convert it to F32, F16 or BF16"
        case .unusedTensors(let names, let folder):
            "the model does not use \(names.count) of the tensors in \(folder): "
                + names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
        case .configuration(let file, let path, let expected, let found):
            "\(file): \(path.isEmpty ? "it" : "'\(path)'") should be \(expected), found \(found)"
        }
    }
}
