#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Memory for floats, at a multiple of 64 bytes, freed with its last owner.
///
/// Safe to share because whoever fills it does so before it hands it on: see `Matrix` and `Tensor`,
/// its only users outside this module.
package final class FloatBuffer: @unchecked Sendable {
    package let count: Int
    package let pointer: UnsafeMutablePointer<Float>

    /// Bytes of the large pages that a large buffer asks for: a product that reads its weights from
    /// memory spends about a tenth of its time on looking up small ones.
    private static let largePage = 1 << 21

    /// Memory for `count` floats that hold anything.
    package init(uninitialized count: Int) {
        precondition(count >= 0, "a buffer of \(count) floats")
        self.count = count
        let bytes = (max(count, 1) * MemoryLayout<Float>.stride + 63) / 64 * 64
        let isLarge = bytes >= Self.largePage
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, isLarge ? Self.largePage : 64, bytes) == 0, let memory else {
            preconditionFailure("no memory for \(bytes) bytes")
        }
        #if os(Linux)
            // Where the system has none to give, the small ones do.
            if isLarge { _ = madvise(memory, bytes, MADV_HUGEPAGE) }
        #endif
        pointer = memory.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.stride)
    }

    /// Memory for `count` zeros.
    package convenience init(zeros count: Int) {
        self.init(uninitialized: count)
        pointer.initialize(repeating: 0, count: count)
    }

    deinit { free(pointer) }
}
