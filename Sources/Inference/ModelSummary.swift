package import Checkpoints
package import Domain
import Foundation

/// What a checkpoint folder says of itself, without running it.
package struct ModelSummary: Sendable {
    package let modelType: String?
    /// The class in `architectures`.
    package let architecture: String?
    /// How many numbers the weights are, of each element type.
    package let parametersByType: [ElementType: Int]
    /// The classes' names; empty if the model has none.
    package let labels: [String]
    /// As the model card's front matter has it.
    package let license: String?
    /// Files that the model needs and the folder lacks.
    package let missingFiles: [String]
    /// Why it cannot be loaded; empty if it can.
    package let problems: [String]

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
        labels = configuration.flatMap { try? $0.labels() } ?? []
        license = Self.license(folder: folder)
        let checkpoint = attempt { try Checkpoint(folder: folder) }
        parametersByType = checkpoint?.parametersByType ?? [:]
        let family = modelType.flatMap { try? catalog($0) }
        missingFiles = (["config.json"] + (family?.companionFiles ?? [])).filter {
            !FileManager.default.fileExists(atPath: folder + "/" + $0)
        }
        if configuration != nil && checkpoint != nil {
            let model = attempt {
                try NativeModel.load(folder: folder, catalog: catalog, threads: 1)
            }
            // It runs on ids without one, but not on texts.
            if let reader = model?.role as? any TextReading {
                _ = attempt { try reader.front.tokenizer }
            }
        }
        self.problems = problems
    }

    /// `license:` in the YAML between the first two lines of hyphens of README.md.
    private static func license(folder: String) -> String? {
        guard let data = FileManager.default.contents(atPath: folder + "/README.md"),
            let text = String(validating: data, as: UTF8.self)
        else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---" else { return nil }
        for line in lines.dropFirst() {
            if line == "---" { return nil }
            if line.hasPrefix("license:") {
                let value = line.dropFirst("license:".count)
                    .trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
                return value.isEmpty ? nil : value
            }
        }
        return nil
    }
}
