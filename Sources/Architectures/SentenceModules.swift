import Checkpoints
import Domain
import Foundation
import Inference
import Kernels
import Layers
import Tensors

/// What a sentence-transformers checkpoint does with an encoder's last hidden states: `modules.json` and
/// the folders that it names.
///
/// Source: sentence-transformers 3, `SentenceTransformer.py` and `models/`.
struct SentenceModules: Sendable {
    /// How the vectors of tokens become one.
    let pooling: TextPooling
    /// The most tokens of a sentence; nil for as many as the model takes.
    let maximumLength: Int?
    private let isLowercased: Bool
    private let steps: [Step]

    /// What is done to the pooled vector.
    private enum Step: Sendable {
        /// To length 1.
        case normalize
        case dense(Linear, DenseActivation)
    }

    private enum DenseActivation: String, Sendable, CaseIterable {
        case identity = "torch.nn.modules.linear.Identity"
        case tanh = "torch.nn.modules.activation.Tanh"
        case relu = "torch.nn.modules.activation.ReLU"
        case sigmoid = "torch.nn.modules.activation.Sigmoid"
    }

    /// Reads a folder's modules; nil if it has no `modules.json`.
    ///
    /// - Parameters:
    ///   - folder: The checkpoint's.
    ///   - width: D, the numbers of a token's vector.
    /// - Throws: ``CheckpointError`` or ``InferenceError/unsupported(file:what:found:known:)``.
    init?(folder: String, width: Int) throws {
        let file = folder + "/modules.json"
        guard let modules = try Self.modules(file) else { return nil }
        guard modules.count >= 2, modules[0].kind == "Transformer", modules[0].path.isEmpty,
            modules[1].kind == "Pooling"
        else {
            throw InferenceError.unsupported(
                file: file,
                what: "the list of modules",
                found: modules.map(\.kind).joined(separator: ", "),
                known: "Transformer in the folder itself and Pooling, then Dense and Normalize"
            )
        }
        pooling = try Self.pooling(folder + "/" + modules[1].path + "/config.json", width)
        var size = pooling.width(of: width)
        var steps: [Step] = []
        for module in modules[2...] {
            switch module.kind {
            case "Normalize": steps.append(.normalize)
            case "Dense": steps.append(try Self.dense(folder + "/" + module.path, &size))
            default:
                throw InferenceError.unsupported(
                    file: file,
                    what: "module \(module.path)",
                    found: module.kind,
                    known: "Transformer, Pooling, Dense and Normalize"
                )
            }
        }
        self.steps = steps
        let names = ["bert", "roberta", "distilbert", "xlm-roberta"]
        let settings = names.lazy.map { folder + "/sentence_\($0)_config.json" }
            .first(where: FileManager.default.fileExists)
        let json = try settings.map { path throws(CheckpointError) in
            try ConfigurationScope(file: path)
        }
        maximumLength =
            json?.value("max_seq_length") == nil ? nil : try json?.integer("max_seq_length")
        isLowercased = try json?.bool("do_lower_case", default: false) ?? false
    }

    /// A sentence as the tokenizer is given it.
    func prepared(_ sentence: String) -> String {
        let trimmed = sentence.trimmingCharacters(in: .whitespacesAndNewlines)
        return isLowercased ? trimmed.lowercased() : trimmed
    }

    /// What becomes of a pooled vector.
    func finished(_ pooled: [Float]) -> [Float] {
        steps.reduce(pooled) { vector, step in
            switch step {
            case .normalize:
                let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
                return vector.map { Float(Double($0) / max(length, 1e-12)) }
            case .dense(let layer, let activation):
                let result = Matrix(rows: 1, columns: layer.outputs)
                let input = Tensor([1, vector.count], vector)
                layer(
                    Strided(
                        input.buffer.pointer,
                        rows: 1,
                        columns: vector.count,
                        stride: vector.count
                    ),
                    into: result.strided,
                    workers: .single
                )
                withExtendedLifetime(input) {}
                return result.row(0).map { Self.apply(activation, $0) }
            }
        }
    }

    // MARK: - Reading

    private static func modules(_ file: String) throws -> [(kind: String, path: String)]? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        // The file's top is an array; a scope's is an object.
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let json = try ConfigurationScope(
            bytes: Array("{\"modules\": ".utf8) + bytes + Array("}".utf8),
            file: file
        )
        guard let members = json.value("modules")?.array else {
            throw json.error("modules", expected: "an array", found: "something else")
        }
        return try members.map { member in
            guard let type = member["type"]?.string, let path = member["path"]?.string,
                !path.hasPrefix("/"), !path.split(separator: "/").contains("..")
            else {
                throw json.error(
                    "modules",
                    expected: "objects with a type and a path inside the folder",
                    found: member.text
                )
            }
            return (type.split(separator: ".").last.map(String.init) ?? type, path)
        }
    }

    private static func pooling(_ file: String, _ width: Int) throws -> TextPooling {
        let json = try ConfigurationScope(file: file)
        let found = try json.integer("word_embedding_dimension", default: width)
        guard found == width else {
            throw json.error("word_embedding_dimension", expected: "\(width)", found: "\(found)")
        }
        let known = TextPooling.Mode.allCases.map(\.key)
        for key in json.keys where key.hasPrefix("pooling_mode_") && !known.contains(key) {
            if try json.bool(key) {
                throw json.error(key, expected: "false (it is not implemented)", found: "true")
            }
        }
        guard try json.bool("include_prompt", default: true) else {
            throw json.error("include_prompt", expected: "true", found: "false")
        }
        var modes: Set<TextPooling.Mode> = []
        for mode in TextPooling.Mode.allCases where try json.bool(mode.key, default: false) {
            modes.insert(mode)
        }
        guard !modes.isEmpty else {
            throw json.error(
                "pooling_mode_mean_tokens",
                expected: "one mode that is true",
                found: "none"
            )
        }
        return TextPooling(modes)
    }

    private static func dense(_ folder: String, _ size: inout Int) throws -> Step {
        let json = try ConfigurationScope(file: folder + "/config.json")
        let inputs = try json.integer("in_features")
        guard inputs == size else {
            throw json.error("in_features", expected: "\(size)", found: "\(inputs)")
        }
        let name = try json.string("activation_function", default: DenseActivation.tanh.rawValue)
        guard let activation = DenseActivation(rawValue: name) else {
            throw json.error(
                "activation_function",
                expected: DenseActivation.allCases.map(\.rawValue).joined(separator: ", "),
                found: "'\(name)'"
            )
        }
        let weights = WeightScope(try Checkpoint(folder: folder))
        let layer = try Linear(
            weights["linear"],
            inputs: inputs,
            outputs: try json.integer("out_features"),
            hasBias: try json.bool("bias", default: true)
        )
        try weights.requireAllRead()
        size = layer.outputs
        return .dense(layer, activation)
    }

    private static func apply(_ activation: DenseActivation, _ value: Float) -> Float {
        switch activation {
        case .identity: value
        case .tanh: Foundation.tanh(value)
        case .relu: max(value, 0)
        case .sigmoid: 1 / (1 + Foundation.exp(-value))
        }
    }
}
