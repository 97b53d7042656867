import Glibc

/// Reads files whole.
package enum FileBytes {
    /// The bytes of a file.
    ///
    /// - Throws: ``MediaError/unreadable(path:reason:)``, also where the file is a folder.
    package static func read(_ path: String) throws(MediaError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw failure(path) }
        let expected = Int(information.st_size)
        var problem: MediaError?
        let bytes = [UInt8](unsafeUninitializedCapacity: expected) { buffer, count in
            while count < expected {
                let got = Glibc.read(
                    descriptor,
                    buffer.baseAddress?.advanced(by: count),
                    expected - count
                )
                if got < 0 && errno == EINTR { continue }
                if got < 0 { problem = failure(path) }
                if got <= 0 { break }
                count += got
            }
        }
        if let problem { throw problem }
        return bytes
    }

    private static func failure(_ path: String) -> MediaError {
        .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
}
