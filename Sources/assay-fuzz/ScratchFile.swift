import Domain
import Glibc
import Ingestion

/// A folder of this process's own in which inputs are laid for readers that take files.
enum ScratchFile {
    private static let folder: String = {
        // In memory where the system offers that: thousands of files are written a second.
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/assay-fuzz-XXXXXX".utf8CString)
        let made = mkdtemp(&template).map { String(cString: $0) } ?? "."
        atexit {
            for name in ScratchFile.names { unlink(ScratchFile.folder + "/" + name) }
            rmdir(ScratchFile.folder)
        }
        return made
    }()
    private static let names = [
        "rows.csv", "rows.jsonl", "shard.tar", "cifar.tar", "x-images-idx3-ubyte",
        "x-labels-idx1-ubyte",
    ]

    static func write(_ bytes: [UInt8], _ name: String) throws {
        guard let file = fopen(folder + "/" + name, "wb") else {
            throw Finding(description: "cannot write to \(folder)")
        }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Reads the bytes as a dataset; the first refused part is thrown.
    static func read(_ bytes: [UInt8], _ name: String, as format: any DatasetFormat.Type) throws {
        try write(bytes, name)
        var first: IngestionError?
        try format.read(SourceLocation(path: folder + "/" + name), options: IngestionOptions()) {
            if case .failure(let error) = $0 { first = first ?? error }
        }
        if let first { throw first }
    }
}
