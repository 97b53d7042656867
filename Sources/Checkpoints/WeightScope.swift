package import Kernels
package import Tensors

/// A place among a checkpoint's tensor names, from which a layer asks for its weights while it is
/// built.
///
/// It notes what was read, so that a load ends by naming what no layer asked for. A name that is
/// asked for finds the tensor also under a former spelling, or without the base model's prefix
/// (``WeightNames``).
package struct WeightScope {
    private let ledger: Ledger
    /// `vit.encoder.layer.0`; empty at the top.
    package let path: String

    /// The top of a checkpoint's names.
    ///
    /// - Parameters:
    ///   - checkpoint: The weights.
    ///   - names: How its names may depart from those asked for.
    ///   - workers: The threads that may share the widening and packing of large weights.
    package init(
        _ checkpoint: Checkpoint,
        names: WeightNames = WeightNames(),
        workers: Workers = .single
    ) {
        ledger = Ledger(checkpoint, names, workers)
        path = ""
    }

    private init(_ ledger: Ledger, _ path: String) {
        self.ledger = ledger
        self.path = path
    }

    /// The threads that may share the widening and packing of large weights.
    package var workers: Workers { ledger.workers }

    /// A step down: `scope["encoder"]["layer"][0]`.
    package subscript(name: String) -> WeightScope { WeightScope(ledger, full(name)) }

    /// A step down to a numbered member.
    package subscript(index: Int) -> WeightScope { self[String(index)] }

    /// Reads a tensor of this scope.
    ///
    /// - Throws: ``CheckpointError/missingTensor(name:folder:)`` or
    ///   ``CheckpointError/shapeMismatch(name:expected:found:)``.
    package func tensor(_ name: String, _ shape: Shape) throws(CheckpointError) -> Tensor {
        guard let stored = ledger.stored(full(name)), let entry = ledger.checkpoint.entry(stored)
        else { throw .missingTensor(name: full(name), folder: ledger.checkpoint.folder) }
        guard entry.shape == shape else {
            throw .shapeMismatch(name: stored, expected: shape, found: entry.shape)
        }
        guard let tensor = ledger.checkpoint.tensor(stored, workers: ledger.workers) else {
            throw .missingTensor(name: stored, folder: ledger.checkpoint.folder)
        }
        ledger.read.insert(stored)
        return tensor
    }

    /// Whether there is such a tensor, read or not.
    package func has(_ name: String) -> Bool { ledger.stored(full(name)) != nil }

    /// How many numbers were read.
    package var parametersRead: Int {
        ledger.read.reduce(0) { $0 + (ledger.checkpoint.entry($1)?.shape.count ?? 0) }
    }

    /// Ends a load.
    ///
    /// - Returns: The tensors that nobody read and that may be left over, sorted. A second name of a
    ///   tensor that was read is not one of them.
    /// - Throws: ``CheckpointError/unusedTensors(names:folder:)`` if another tensor was not read.
    @discardableResult
    package func requireAllRead() throws(CheckpointError) -> [String] {
        let checkpoint = ledger.checkpoint
        var unread = checkpoint.names.filter { !ledger.read.contains($0) }
        if checkpoint.format == .torch {
            unread.removeAll { name in ledger.read.contains { checkpoint.areOne(name, $0) } }
        }
        let unexpected = unread.filter { !ledger.names.mayBeLeftOver($0) }
        guard unexpected.isEmpty else {
            throw .unusedTensors(names: unexpected, folder: checkpoint.folder)
        }
        return unread
    }

    private func full(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

    /// What was read, shared by all scopes of one load.
    private final class Ledger {
        let checkpoint: Checkpoint
        let names: WeightNames
        let workers: Workers
        var read: Set<String> = []
        /// Tensors stored under a former spelling, by the present one.
        private let former: [String: String]
        /// `bert.` if no stored name begins with it.
        private let absentPrefix: String?

        init(_ checkpoint: Checkpoint, _ names: WeightNames, _ workers: Workers) {
            self.checkpoint = checkpoint
            self.names = names
            self.workers = workers
            var former: [String: String] = [:]
            let stored = checkpoint.names
            for name in stored {
                let present = WeightNames.present(name)
                if present != name { former[present] = name }
            }
            self.former = former
            absentPrefix = names.basePrefix.map { $0 + "." }
                .flatMap { prefix in stored.contains { $0.hasPrefix(prefix) } ? nil : prefix }
        }

        /// The name under which a tensor that is asked for is stored.
        func stored(_ name: String) -> String? {
            if checkpoint.entry(name) != nil { return name }
            let present = WeightNames.present(name)
            if let found = former[present] { return found }
            if checkpoint.entry(present) != nil { return present }
            guard let absentPrefix, name.hasPrefix(absentPrefix) else { return nil }
            let bare = String(name.dropFirst(absentPrefix.count))
            return checkpoint.entry(bare) != nil
                ? bare
                : former[WeightNames.present(bare)]
                    ?? checkpoint.entry(WeightNames.present(bare)).map(\.name)
        }
    }
}
