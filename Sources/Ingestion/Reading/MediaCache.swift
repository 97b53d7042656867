import Domain

/// Media that several examples share, each file read once while it is remembered.
struct MediaCache {
    private let reader: MediaReader
    private var cache: BoundedCache<Result<Medium, MediaReason>>

    init(_ reader: MediaReader) {
        self.reader = reader
        // Embedded media are remembered by their bytes (64 MiB), others by their number.
        cache = BoundedCache(capacity: 64 << 20) { result in
            guard case .success(let medium) = result, case .bytes(let bytes) = medium.content else {
                return 1024
            }
            return bytes.count + 1024
        }
    }

    /// The medium of a file in a folder, which is the same for all calls; absolute paths stay.
    mutating func medium(_ path: String, in folder: String) -> Result<Medium, MediaReason> {
        let reader = reader
        // The key is the shorter path, so that a file known already costs one look-up.
        return cache.value(path) { reader.medium(folder.appending(path: path)) }
    }
}
