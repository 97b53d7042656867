import CArchive

/// Reads tar and zip archives, gzipped or not, member by member in the order in which they lie there.
///
/// Nothing is ever written to disk. Members whose names lead outside (absolute, or with `..`), links
/// and special files are handed over as refused, and inflating stops where the data grow beyond what
/// real corpora do.
final class ArchiveReader {
    /// What is expected inside.
    enum Content {
        /// A tar or zip archive.
        case members
        /// One compressed file.
        case single
    }

    /// A member that may be read.
    struct Member {
        /// As the archive names it, without a leading `./`.
        let name: String
        /// Nil where the member is to be left out, with the reason.
        let refusal: String?
    }

    /// A file that grows by more than this factor is a bomb.
    static let maximumRatio = 200
    /// The factor is not looked at before this many bytes came out.
    static let ratioAppliesFrom = 32 << 20
    /// No single member may be larger than this.
    static let maximumMemberBytes = 1 << 30

    private let handle: OpaquePointer
    private let name: String
    private var memberStart: (compressed: Int64, inflated: Int) = (0, 0)
    private var inflated = 0

    /// Opens an archive, which error rows call `name`.
    init(_ path: String, name: String, content: Content = .members) throws(IngestionError) {
        guard let handle = archive_read_new() else {
            throw IngestionError(file: name, reason: "the archive reader could not be started")
        }
        self.handle = handle
        self.name = name
        archive_read_support_filter_gzip(handle)
        archive_read_support_filter_bzip2(handle)
        archive_read_support_filter_xz(handle)
        archive_read_support_filter_zstd(handle)
        switch content {
        case .members:
            archive_read_support_format_tar(handle)
            archive_read_support_format_zip(handle)
        case .single: archive_read_support_format_raw(handle)
        }
        guard archive_read_open_filename(handle, path, 1 << 18) == ARCHIVE_OK else {
            let reason = lastError
            throw IngestionError(file: name, reason: "not a readable archive: \(reason)")
        }
    }

    deinit {
        archive_read_free(handle)
    }

    /// Goes on to the next member that is a file or has to be refused; nil at the end.
    func next() throws(IngestionError) -> Member? {
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(handle, &entry)
            if status == ARCHIVE_EOF { return nil }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
                throw IngestionError(file: name, reason: "damaged archive: \(lastError)")
            }
            memberStart = (archive_filter_bytes(handle, -1), inflated)
            let type = Int32(archive_entry_filetype(entry))
            if type == 0o040000 { continue }
            guard let member = Self.name(of: entry) else {
                return Member(name: "(unnamed)", refusal: "a member's name is not UTF-8")
            }
            return Member(name: member, refusal: Self.refusal(member, type: type, entry))
        }
    }

    private static func name(of entry: OpaquePointer) -> String? {
        guard let bytes = archive_entry_pathname(entry),
            var name = String(validatingCString: bytes)
        else { return nil }
        while name.hasPrefix("./") { name.removeFirst(2) }
        return name
    }

    private static func refusal(_ name: String, type: Int32, _ entry: OpaquePointer) -> String? {
        if name.hasPrefix("/") { return "an absolute path inside an archive" }
        if name.split(separator: "/", omittingEmptySubsequences: false).contains("..") {
            return "a path with '..' inside an archive"
        }
        if archive_entry_hardlink(entry) != nil || archive_entry_symlink(entry) != nil {
            return "a link inside an archive"
        }
        // Compressed single files have no type.
        if type != 0o100000 && type != 0 { return "neither a file nor a folder" }
        if archive_entry_size_is_set(entry) != 0, archive_entry_size(entry) > maximumMemberBytes {
            return "\(archive_entry_size(entry)) bytes, more than \(maximumMemberBytes)"
        }
        return nil
    }

    /// Reads on in the current member; 0 at its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int {
        let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
        guard count >= 0 else {
            throw IngestionError(file: name, reason: "damaged or truncated archive: \(lastError)")
        }
        inflated += count
        let out = inflated - memberStart.inflated
        let input = Int(archive_filter_bytes(handle, -1) - memberStart.compressed)
        if out > Self.ratioAppliesFrom, out / max(1, input) > Self.maximumRatio {
            throw IngestionError(
                file: name,
                reason: "grows from \(input) to more than \(out) bytes, "
                    + "which looks like a decompression bomb"
            )
        }
        return count
    }

    /// The current member's bytes.
    func bytes() throws(IngestionError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try piece.filled { buffer throws(IngestionError) in try read(into: buffer) }
            if count == 0 { return bytes }
            guard bytes.count + count <= Self.maximumMemberBytes else {
                throw IngestionError(file: name, reason: "a member of more than 1 GiB")
            }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    private var lastError: String {
        archive_error_string(handle).map { String(cString: $0) } ?? "no reason given"
    }
}

extension [UInt8] {
    /// Like `withUnsafeMutableBytes`, for a body that throws ``IngestionError``.
    mutating func filled(
        _ body: (UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int
    ) throws(IngestionError) -> Int {
        let result: Result<Int, IngestionError> = withUnsafeMutableBytes { bytes in
            do throws(IngestionError) {
                return .success(try body(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
