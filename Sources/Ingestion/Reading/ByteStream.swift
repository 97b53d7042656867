import CArchive
import Glibc

/// A file that is read from beginning to end in pieces.
protocol ByteStream: AnyObject {
    /// Fills a part of the buffer and says how much; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int
}

/// Opens files for reading, inflating those that are gzipped.
enum ByteStreams {
    /// Opens a file, which error rows call `name`.
    static func open(_ path: String, name: String) throws(IngestionError) -> any ByteStream {
        let file = try FileStream(path, name: name)
        var magic: (UInt8, UInt8) = (0, 0)
        let count = withUnsafeMutableBytes(of: &magic) {
            pread(file.descriptor, $0.baseAddress, 2, 0)
        }
        guard count == 2, magic == (0x1F, 0x8B) else { return file }
        return try GzipStream(path, name: name)
    }
}

/// A plain file.
final class FileStream: ByteStream {
    let descriptor: Int32
    private let name: String

    init(_ path: String, name: String) throws(IngestionError) {
        self.name = name
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            throw IngestionError(file: name, reason: "cannot be opened: \(SystemError.last)")
        }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR {
                throw IngestionError(file: name, reason: "cannot be read: \(SystemError.last)")
            }
        }
    }
}

/// One gzipped file, inflated by libarchive and guarded against bombs.
final class GzipStream: ByteStream {
    private let archive: ArchiveReader

    init(_ path: String, name: String) throws(IngestionError) {
        archive = try ArchiveReader(path, name: name, content: .single)
        guard try archive.next() != nil else {
            throw IngestionError(file: name, reason: "a gzip file with nothing in it")
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int {
        try archive.read(into: buffer)
    }
}

/// What the operating system last complained about.
enum SystemError {
    static var last: String { String(cString: strerror(errno)) }
}
