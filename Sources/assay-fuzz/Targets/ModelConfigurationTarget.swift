import Architectures
import Checkpoints
import Domain
import Foundation
import Inference
import Media
import Tensors

extension FuzzTarget {
    /// `config.json` of every architecture beside the weights that it was made for: it is refused, or
    /// the recorded calls run or are refused.
    ///
    /// The first byte says which fixture's folder it is laid in.
    static let modelConfiguration = FuzzTarget(
        name: "config.json",
        seeds: {
            try ModelFixtures.folders.enumerated().map { index, folder in
                let text = try Data(contentsOf: URL(filePath: folder + "/config.json"))
                return [UInt8(truncatingIfNeeded: index)] + text
            }
        },
        read: { bytes in
            guard let first = bytes.first, !ModelFixtures.folders.isEmpty else { return }
            let folder = try ModelFixtures.lay(Int(first) % ModelFixtures.folders.count)
            try ScratchFile.write(Array(bytes.dropFirst()), folder + "/config.json")
            let path = ScratchFile.path(folder)
            let model = try NativeModel.load(folder: path, catalog: modelCatalog, threads: 1)
            let architecture = model.model
            let recorded = try RecordedCalls(folder: path)
            for call in recorded.calls.prefix(2) {
                try architecture.run(
                    inputs: call.inputs.mapValues { try recorded.tensor($0) },
                    options: call.options,
                    trace: TensorTrace()
                )
            }
            if let classifier = model.role as? any ImageClassifying {
                let image = PixelImage(
                    width: 5,
                    height: 3,
                    pixels: [UInt8](repeating: 99, count: 45)
                )
                guard try classifier.logits(for: [image]).map(\.count) == [classifier.labels.count]
                else { throw Finding(description: "not a logit for each label") }
            }
        }
    )
}
