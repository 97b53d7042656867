#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file's bytes, mapped into memory for reading, unmapped with the last owner.
///
/// Safe to share because the mapping is private and never written to.
///
/// The size is taken once, when the file is opened, and whatever reads the bytes is checked against
/// it. A file that somebody cuts short after that ends the process when the missing pages are touched
/// (SIGBUS), as with every memory map. That is accepted: layers copy most of what they need while a
/// model is loaded, weights are not rewritten in place by the tools that make them, and a run that
/// is ended at any moment goes on where it stopped. Reading instead would need the file's size in
/// memory a second time.
package final class MappedFile: @unchecked Sendable {
    package let path: String
    /// All the bytes.
    package let bytes: UnsafeRawBufferPointer

    /// - Throws: ``CheckpointError/unreadable(file:reason:)``.
    package init(path: String) throws(CheckpointError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(file: path, reason: "it is not a regular file")
        }
        let size = Int(status.st_size)
        if size == 0 {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else { throw Self.failure(path) }
        bytes = UnsafeRawBufferPointer(start: address, count: size)
    }

    deinit {
        if let address = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
        }
    }

    /// Lets go of the whole pages inside a range; they are read again if they are touched again.
    package func forget(_ range: Range<Int>) {
        guard let base = bytes.baseAddress else { return }
        let page = Int(getpagesize())
        let first = (range.lowerBound + page - 1) / page * page
        let last =
            range.upperBound == bytes.count ? range.upperBound : range.upperBound / page * page
        // Only advice: without it nothing is lost but memory.
        if first < last {
            madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED)
        }
    }

    private static func failure(_ path: String) -> CheckpointError {
        .unreadable(file: path, reason: String(cString: strerror(errno)))
    }
}
