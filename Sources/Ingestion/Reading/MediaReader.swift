import Digests
import Dispatch
import Domain
import Glibc
import Media

/// Reads pictures and recordings: their digest, what their header says, and their bytes where these
/// are to be embedded.
struct MediaReader: Sendable {
    let storage: IngestionOptions.MediaStorage
    /// What is expected; other media are refused.
    let kind: Medium.Kind

    /// Referenced files above this size are hashed piece by piece instead of being held.
    private static let heldBytes = 4 << 20
    /// How much is read ahead.
    private static let aheadBytes = 32 << 20
    private static let aheadFiles = 16

    /// A file's medium, or the reason why there is none.
    func medium(_ path: String) -> Result<Medium, MediaReason> {
        do {
            if storage == .reference, FileTree.size(path) > Self.heldBytes {
                return .success(try referencedInPieces(path))
            }
            let bytes = try FileBytes.read(path)
            let content: Medium.Content = storage == .embed ? .bytes(bytes) : .file(path)
            return .success(try medium(bytes, content: content))
        } catch {
            return .failure(MediaReason(error))
        }
    }

    /// The medium of a file whose bytes are here already.
    func medium(bytes: [UInt8]) -> Result<Medium, MediaReason> {
        do {
            return .success(try medium(bytes, content: .bytes(bytes)))
        } catch {
            return .failure(MediaReason(error))
        }
    }

    /// Reads many files on all processors and hands them over in their order.
    ///
    /// - Parameters:
    ///   - paths: Taken one at a time; absolute.
    ///   - each: Is given the position in the sequence and the result.
    func media(
        _ paths: some Sequence<String>,
        each: (Int, Result<Medium, MediaReason>) throws -> Void
    ) rethrows {
        var batch: [String] = []
        var batchBytes = 0, done = 0
        func flush() throws {
            let results = concurrently(batch)
            for (offset, result) in results.enumerated() { try each(done + offset, result) }
            done += batch.count
            batch.removeAll()
            batchBytes = 0
        }
        for path in paths {
            batch.append(path)
            batchBytes += storage == .embed ? FileTree.size(path) : 0
            if batch.count == Self.aheadFiles || batchBytes > Self.aheadBytes { try flush() }
        }
        try flush()
    }

    private func concurrently(_ paths: [String]) -> [Result<Medium, MediaReason>] {
        if paths.count < 2 { return paths.map(medium) }
        var results = [Result<Medium, MediaReason>?](repeating: nil, count: paths.count)
        results.withUnsafeMutableBufferPointer { buffer in
            // Each index is written by one thread, and all are done when concurrentPerform returns.
            nonisolated(unsafe) let slots = buffer
            DispatchQueue.concurrentPerform(iterations: paths.count) {
                slots[$0] = medium(paths[$0])
            }
        }
        return results.compactMap { $0 }
    }

    private func medium(_ bytes: [UInt8], content: Medium.Content) throws(MediaError) -> Medium {
        try medium(MediaProbe(bytes), SHA256Digest(of: bytes), bytes.count, content)
    }

    private func medium(
        _ probe: MediaProbe,
        _ digest: SHA256Digest,
        _ size: Int,
        _ content: Medium.Content
    ) throws(MediaError) -> Medium {
        guard probe.kind == kind else {
            throw .corrupt(
                format: probe.mediaType,
                reason: "\(probe.kind.rawValue) where \(kind.rawValue) is expected"
            )
        }
        return Medium(
            digest: digest,
            kind: kind,
            mediaType: probe.mediaType,
            sizeBytes: size,
            details: probe.details,
            content: content
        )
    }

    private func referencedInPieces(_ path: String) throws(MediaError) -> Medium {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: SystemError.last)
        }
        defer { close(descriptor) }
        var hasher = SHA256Hasher()
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        var size = 0
        while true {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path: path, reason: SystemError.last) }
            if count == 0 { break }
            piece.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            size += count
        }
        // The probe looks at a header and an end: mapping brings in only these pages.
        guard let map = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), map != MAP_FAILED
        else {
            throw .unreadable(path: path, reason: SystemError.last)
        }
        defer { munmap(map, size) }
        let probe = try MediaProbe(UnsafeRawBufferPointer(start: map, count: size))
        return try medium(probe, hasher.finish(), size, .file(path))
    }
}

/// Why a medium could not be read, in a sentence.
struct MediaReason: Error, Equatable {
    let text: String

    init(_ error: MediaError) {
        // The row says already which file it is.
        if case .unreadable(_, let reason) = error {
            text = "cannot be read: \(reason)"
        } else {
            text = error.description
        }
    }
}
