import Domain
import Foundation
import Ingestion

/// A folder of this process's own in which inputs are laid for readers that take files.
enum ScratchFile {
    private static let folder: String = {
        // In memory where the system offers that: thousands of files are written a second.
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/assay-fuzz-XXXXXX".utf8CString)
        // Without a folder every write fails and says so.
        let made = mkdtemp(&template).map { String(cString: $0) } ?? parent + "/assay-fuzz-none"
        atexit { try? FileManager.default.removeItem(atPath: ScratchFile.folder) }
        return made
    }()

    /// Where a file of that name is laid.
    static func path(_ name: String) -> String { folder + "/" + name }

    /// Lays a file; the name may begin with a folder.
    static func write(_ bytes: [UInt8], _ name: String) throws {
        if let slash = name.lastIndex(of: "/") { mkdir(path(String(name[..<slash])), 0o700) }
        guard let file = fopen(path(name), "wb") else {
            throw Finding(description: "cannot write to \(folder)")
        }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Reads the bytes as a dataset; the first refused part is thrown.
    static func read(
        _ bytes: [UInt8],
        _ name: String,
        as format: any DatasetFormat.Type,
        options: [String: String] = [:]
    ) throws {
        try write(bytes, name)
        try read(laid: name, as: format, options: options)
    }

    /// The same of what was laid before: a folder, or a file.
    static func read(
        laid name: String,
        as format: any DatasetFormat.Type,
        options: [String: String] = [:]
    ) throws {
        var first: IngestionError?
        let values = IngestionOptions(values: options)
        try format.read(SourceLocation(path: path(name)), options: values) {
            if case .failure(let error) = $0 { first = first ?? error }
        }
        if let first { throw first }
    }
}
