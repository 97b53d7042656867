import Glibc

/// Looks into folders, in an order that does not depend on the file system.
enum FileTree {
    struct Entry {
        let name: String
        let isFolder: Bool
    }

    /// Folders nested more deeply than this are not entered (a link may lead in circles).
    static let maximumDepth = 32

    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    static func isFile(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// In bytes; 0 if there is no such file.
    static func size(_ path: String) -> Int {
        var information = stat()
        return stat(path, &information) == 0 ? Int(information.st_size) : 0
    }

    /// A folder's entries sorted by the bytes of their names, without hidden ones; empty if it is
    /// no folder.
    static func entries(_ folder: String) -> [Entry] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var entries: [Entry] = []
        while let entry = readdir(directory) {
            let type = Int32(entry.pointee.d_type)
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let isFolder = type == 4 || (type == 10 || type == 0) && isFolder(folder + "/" + name)
            entries.append(Entry(name: name, isFolder: isFolder))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Visits every file below a folder, depth first; the path is relative to the folder.
    static func walk(_ folder: String, _ visit: (String) throws -> Void) rethrows {
        try walk(folder, below: "", depth: 0, visit)
    }

    private static func walk(
        _ root: String,
        below prefix: String,
        depth: Int,
        _ visit: (String) throws -> Void
    ) rethrows {
        guard depth < maximumDepth else { return }
        for entry in entries(prefix.isEmpty ? root : root + "/" + prefix) {
            let path = prefix.isEmpty ? entry.name : prefix + "/" + entry.name
            if entry.isFolder {
                try walk(root, below: path, depth: depth + 1, visit)
            } else {
                try visit(path)
            }
        }
    }
}

extension String {
    /// `a/b.c` → `b.c`.
    var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }

    /// `a/b.c` → `a`; empty where there is no folder.
    var parentPath: String {
        guard let slash = lastIndex(of: "/") else { return "" }
        return String(self[..<slash])
    }

    /// `a/b.TAR` → `tar`; empty where there is none.
    var pathExtension: String {
        let name = lastPathComponent
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// Joins a folder and a path; an absolute path stays as it is.
    func appending(path: String) -> String {
        if path.hasPrefix("/") { return path }
        return isEmpty ? path : hasSuffix("/") ? self + path : self + "/" + path
    }
}
