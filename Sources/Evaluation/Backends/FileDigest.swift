import Digests
import Foundation

/// Digests of the files that a model consists of.
enum FileDigest {
    /// The digest of a file's contents, however large it is.
    ///
    /// Nil if there is no such file or it cannot be read. Folders, devices and pipes are no files.
    static func file(_ path: String) -> SHA256Digest? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let handle = FileHandle(forReadingAtPath: path)
        else { return nil }
        defer { try? handle.close() }
        var hasher = SHA256Hasher()
        do {
            while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
                chunk.withUnsafeBytes { hasher.update($0) }
            }
        } catch {
            return nil
        }
        return hasher.finish()
    }

    /// The digest of a file, or of the names and contents of all files below a folder; nil if there
    /// is nothing or some file cannot be read.
    static func tree(_ path: String) -> SHA256Digest? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return nil
        }
        guard isFolder.boolValue else { return file(path) }
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
            return nil
        }
        var hasher = SHA256Hasher()
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let file = path + "/" + name
            if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder),
                isFolder.boolValue
            {
                continue
            }
            guard let digest = Self.file(file) else { return nil }
            hasher.update(field: name)
            hasher.update(field: digest.hexadecimal)
        }
        return hasher.finish()
    }
}
