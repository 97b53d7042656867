package import Kernels
package import Tensors

/// A mapped file of named tensors, its description of them checked against its bytes.
package protocol WeightFile: Sendable {
    var file: MappedFile { get }
    /// In the order in which they lie in the file.
    var entries: [TensorEntry] { get }
    /// The entry of that name.
    subscript(name: String) -> TensorEntry? { get }
}

/// The formats of weight files, in the order in which they are looked for.
package enum WeightFormat: Sendable, Equatable, CaseIterable {
    case safetensors
    /// A zip archive with a pickle, as `torch.save` writes it.
    case torch

    /// The name of the only weight file of a folder.
    var fileName: String {
        switch self {
        case .safetensors: "model.safetensors"
        case .torch: "pytorch_model.bin"
        }
    }

    /// The name of the file that lists the shards of a folder.
    var indexName: String { fileName + ".index.json" }

    /// For messages.
    var name: String {
        switch self {
        case .safetensors: "safetensors file"
        case .torch: "PyTorch weight file"
        }
    }

    func open(_ path: String) throws(CheckpointError) -> any WeightFile {
        switch self {
        case .safetensors: try SafetensorsFile(path: path)
        case .torch: try TorchFile(path: path)
        }
    }
}

extension WeightFile {
    /// A tensor in single precision.
    ///
    /// A large one that is stored so is lent from the mapped file, without a copy; others are widened
    /// into memory of their own.
    ///
    /// - Parameters:
    ///   - entry: One of this file's.
    ///   - workers: The threads that may share the widening.
    /// - Returns: The tensor, in the entry's shape.
    package func tensor(_ entry: TensorEntry, workers: Workers = .single) -> Tensor {
        let count = entry.shape.count
        let slice = MappedSlice(file, entry.bytes)
        if entry.strides == nil, entry.elementType == .float32, count >= Lending.leastCount,
            let lent = FloatBuffer(lending: slice.bytes, owner: slice)
        {
            return Tensor(entry.shape, taking: lent)
        }
        let buffer = FloatBuffer(uninitialized: count)
        if let strides = entry.strides {
            entry.elementType.gather(
                slice.bytes,
                shape: entry.shape,
                strides: strides,
                to: UnsafeMutableBufferPointer(start: buffer.pointer, count: count)
            )
        } else {
            let type = entry.elementType
            // Threads are worth their start for some 10⁵ numbers and more.
            let workers = count < 1 << 17 ? .single : workers
            workers.divide(count) { part in
                let first = part.lowerBound * type.sizeBytes
                type.convert(
                    UnsafeRawBufferPointer(
                        rebasing: slice.bytes[first..<first + part.count * type.sizeBytes]
                    ),
                    to: UnsafeMutableBufferPointer(
                        start: buffer.pointer + part.lowerBound,
                        count: part.count
                    )
                )
            }
        }
        return Tensor(entry.shape, taking: buffer)
    }
}

private enum Lending {
    /// Smaller tensors are copied: they cost nothing, and lie close together and aligned.
    static let leastCount = 1 << 14
}
