/// Collects named tensors of one run of a model, in the order in which they are computed.
package final class TensorTrace {
    package private(set) var tensors: [(name: String, tensor: Tensor)] = []
    private let wanted: Set<String>?

    /// - Parameter wanted: The names to keep; nil for all.
    package init(wanted: Set<String>? = nil) {
        self.wanted = wanted
    }

    /// Whether anybody asks for a tensor that costs something to keep.
    package func wants(_ name: String) -> Bool { wanted?.contains(name) ?? true }

    /// Keeps a tensor if it is wanted; it is made only then.
    package func record(_ name: String, _ tensor: @autoclosure () -> Tensor) {
        if wants(name) { tensors.append((name, tensor())) }
    }

    package subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.tensor }
}
