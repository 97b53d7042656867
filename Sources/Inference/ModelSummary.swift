package import Checkpoints
package import Domain
import Foundation
import Tokenization

/// What a checkpoint folder says of itself, and whether it loads.
package struct ModelSummary: Sendable {
    package let modelType: String?
    /// The class in `architectures`.
    package let architecture: String?
    /// How many numbers the weights are, of each element type.
    package let parametersByType: [ElementType: Int]
    /// What makes tokens of texts, or texts of tokens; nil if the model needs nothing of the kind, or
    /// it cannot be read.
    package let vocabulary: Vocabulary?
    /// The classes' names; empty if the model has none.
    package let labels: [String]
    /// As the model card's front matter has it.
    package let license: String?
    /// Files that the model needs for what it can do and the folder lacks.
    package let missingFiles: [String]
    /// Tensors of the weights that the model does not use and that the reference ignores as well.
    package let leftOver: [String]
    /// Why it cannot be loaded, or what it cannot do; empty if nothing.
    package let problems: [String]
    /// The model; nil if it cannot be loaded.
    package let model: NativeModel?

    package struct Vocabulary: Sendable, Equatable {
        /// `BPE`, `WordPiece`, `CTC`.
        package let kind: String
        package let count: Int
    }

    /// The number of weights.
    package var parameterCount: Int { parametersByType.values.reduce(0, +) }

    /// Memory for the weights once loaded, which is in single precision whatever the file has.
    package var weightBytes: Int { parameterCount * MemoryLayout<Float>.stride }

    /// Reads a folder.
    ///
    /// Whatever is wrong with it is in ``problems``, not thrown.
    package init(folder: String, catalog: Catalog<any ModelArchitecture.Type>) {
        var problems: [String] = []
        func attempt<T>(_ body: () throws -> T) -> T? {
            do { return try body() } catch {
                problems.append("\(error)")
                return nil
            }
        }
        let configuration = attempt { try ConfigurationScope(file: folder + "/config.json") }
        modelType = configuration?.value("model_type")?.string
        architecture = configuration?.value("architectures")?.strings?.first
        license = ModelCard(folder: folder).license
        let checkpoint = attempt { try Checkpoint(folder: folder) }
        parametersByType = checkpoint?.parametersByType ?? [:]
        var model: NativeModel?
        if configuration != nil && checkpoint != nil {
            model = attempt {
                try NativeModel.load(folder: folder, catalog: catalog, threads: 1)
            }
        }
        self.model = model
        leftOver = model?.leftOver ?? []
        labels = Self.labels(model?.role, configuration)

        let family = modelType.flatMap { try? catalog($0) }
        var missing = (["config.json"] + (family?.companionFiles ?? [])).filter {
            !FileManager.default.fileExists(atPath: folder + "/" + $0)
        }
        let tokenizer = TokenizerFiles(folder: folder, role: model?.role)
        vocabulary = tokenizer.vocabulary
        // A tokenizer may be in the older files as well.
        missing.removeAll { $0 == "tokenizer.json" }
        if tokenizer.areMissing
            || (model == nil && !tokenizer.areThere && missing.isEmpty
                && family?.companionFiles.contains("tokenizer.json") ?? false)
        {
            missing.append("tokenizer.json")
        }
        missingFiles = missing
        self.problems = problems + tokenizer.problems
    }

    /// The classes of a model that has them; those of the configuration if it could not be loaded.
    private static func labels(
        _ role: (any Sendable)?,
        _ configuration: ConfigurationScope?
    ) -> [String] {
        switch role {
        case let role as any ImageClassifying: role.labels
        case let role as any TextClassifying: role.labels
        case let role as any TokenClassifying: role.labels
        case let role as any TableClassifying: role.labels
        case nil where configuration?.value("id2label") != nil:
            (try? configuration?.labels()) ?? []
        default: []
        }
    }
}

/// What a folder has of the files that turn text into tokens, or tokens into text.
private struct TokenizerFiles {
    private(set) var vocabulary: ModelSummary.Vocabulary?
    /// Whether there is any such file.
    let areThere: Bool
    /// Whether the model's role needs them and there is none.
    private(set) var areMissing = false
    /// Why they cannot be read.
    private(set) var problems: [String] = []

    private static let names = [
        "tokenizer.json", "vocab.txt", "vocab.json", "tokenizer.model",
        "sentencepiece.bpe.model", "spiece.model",
    ]

    init(folder: String, role: (any Sendable)?) {
        areThere = Self.names.contains {
            FileManager.default.fileExists(atPath: folder + "/" + $0)
        }
        if let role = role as? any SpeechTranscribing {
            // What it lacks is among the files that every such model needs.
            guard let found = try? role.hearing.vocabulary else { return }
            vocabulary = ModelSummary.Vocabulary(kind: "CTC", count: found.tokens.count)
            return
        }
        let reads =
            role is any TextReading || role is any TableReading || role is any ImageTextMatching
            || role is any CausalLanguageModel
        guard reads else { return }
        guard areThere else {
            areMissing = true
            return
        }
        do {
            let tokenizer = try Tokenizer(folder: folder)
            vocabulary = ModelSummary.Vocabulary(
                kind: tokenizer.algorithm,
                count: tokenizer.count
            )
        } catch {
            problems.append("\(error)")
        }
    }
}
