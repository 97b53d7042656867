package import Checkpoints
import Foundation
package import Kernels

/// What an architecture is built from: a checkpoint folder, opened.
package struct ModelSource {
    package let folder: String
    /// `config.json`.
    package let configuration: ConfigurationScope
    package let weights: WeightScope
    /// The threads that the model may use.
    package let workers: Workers

    package init(
        folder: String,
        configuration: ConfigurationScope,
        weights: WeightScope,
        workers: Workers
    ) {
        self.folder = folder
        self.configuration = configuration
        self.weights = weights
        self.workers = workers
    }

    /// Another JSON file of the folder; nil if it is not there.
    package func file(_ name: String) throws(CheckpointError) -> ConfigurationScope? {
        let path = folder + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try ConfigurationScope(file: path)
    }
}
