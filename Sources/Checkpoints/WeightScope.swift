package import Tensors

/// A place among a checkpoint's tensor names, from which a layer asks for its weights while it is
/// built.
///
/// It notes what was read, so that a load ends by refusing what no layer asked for.
package struct WeightScope {
    private let ledger: Ledger
    /// `vit.encoder.layer.0`; empty at the top.
    package let path: String

    /// The top of a checkpoint's names.
    package init(_ checkpoint: Checkpoint) {
        ledger = Ledger(checkpoint)
        path = ""
    }

    private init(_ ledger: Ledger, _ path: String) {
        self.ledger = ledger
        self.path = path
    }

    /// A step down: `scope["encoder"]["layer"][0]`.
    package subscript(name: String) -> WeightScope { WeightScope(ledger, full(name)) }

    /// A step down to a numbered member.
    package subscript(index: Int) -> WeightScope { self[String(index)] }

    /// Reads a tensor of this scope.
    ///
    /// - Throws: ``CheckpointError/missingTensor(name:folder:)`` or
    ///   ``CheckpointError/shapeMismatch(name:expected:found:)``.
    package func tensor(_ name: String, _ shape: Shape) throws(CheckpointError) -> Tensor {
        let name = full(name)
        guard let entry = ledger.checkpoint.entry(name) else {
            throw .missingTensor(name: name, folder: ledger.checkpoint.folder)
        }
        guard entry.shape == shape else {
            throw .shapeMismatch(name: name, expected: shape, found: entry.shape)
        }
        guard let tensor = ledger.checkpoint.tensor(name) else {
            throw .missingTensor(name: name, folder: ledger.checkpoint.folder)
        }
        ledger.read.insert(name)
        return tensor
    }

    /// Whether there is such a tensor, read or not.
    package func has(_ name: String) -> Bool { ledger.checkpoint.entry(full(name)) != nil }

    /// Notes tensors of this scope that the reference keeps and computes nothing with, if they are
    /// there.
    package func ignore(_ names: String...) {
        for name in names where has(name) { ledger.ignored.insert(full(name)) }
    }

    /// How many numbers were read.
    package var parametersRead: Int {
        ledger.read.reduce(0) { $0 + (ledger.checkpoint.entry($1)?.shape.count ?? 0) }
    }

    /// - Throws: ``CheckpointError/unusedTensors(names:folder:)`` if a tensor was not read that the
    ///   predicate does not excuse.
    package func requireAllRead(
        ignoring isIgnored: (String) -> Bool = { _ in false }
    ) throws(CheckpointError) {
        let unread = ledger.checkpoint.names.filter {
            !ledger.read.contains($0) && !ledger.ignored.contains($0) && !isIgnored($0)
        }
        guard unread.isEmpty else {
            throw .unusedTensors(names: unread, folder: ledger.checkpoint.folder)
        }
    }

    private func full(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

    /// What was read, shared by all scopes of one load.
    private final class Ledger {
        let checkpoint: Checkpoint
        var read: Set<String> = []
        var ignored: Set<String> = []

        init(_ checkpoint: Checkpoint) {
            self.checkpoint = checkpoint
        }
    }
}
