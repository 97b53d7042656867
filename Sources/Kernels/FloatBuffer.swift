#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Memory for floats, freed with its last owner: its own, at a multiple of 64 bytes, or lent.
///
/// Safe to share because whoever fills it does so before it hands it on: see `Matrix` and `Tensor`,
/// its only users outside this module.
package final class FloatBuffer: @unchecked Sendable {
    package let count: Int
    package let pointer: UnsafeMutablePointer<Float>
    /// Who keeps lent memory alive; nil for memory of its own.
    private let lender: (any AnyObject & Sendable)?

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
        #if canImport(Glibc)
            // A fault for every 2 MiB instead of 4 KiB: filling fresh memory takes less than half the
            // time, and reading weights from memory a tenth less. Only advice.
            if isLarge { madvise(memory, bytes / Self.largePage * Self.largePage, MADV_HUGEPAGE) }
        #endif
        pointer = memory.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.stride)
        lender = nil
    }

    /// Somebody else's floats, which must only be read; nil if they are not aligned as floats are.
    ///
    /// - Parameters:
    ///   - bytes: A whole number of floats.
    ///   - owner: Keeps them alive and unchanged.
    package init?(lending bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
        guard let address = bytes.baseAddress,
            Int(bitPattern: address) % MemoryLayout<Float>.alignment == 0
        else { return nil }
        count = bytes.count / MemoryLayout<Float>.stride
        pointer = UnsafeMutablePointer(
            mutating: address.bindMemory(to: Float.self, capacity: count)
        )
        lender = owner
    }

    private static let largePage = 1 << 21

    /// Memory for `count` zeros.
    package convenience init(zeros count: Int) {
        self.init(uninitialized: count)
        pointer.initialize(repeating: 0, count: count)
    }

    deinit { if lender == nil { free(pointer) } }
}
