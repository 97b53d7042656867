import CPNGCoding
import CSndFile
import Glibc

/// The libraries that decode and encode media, for provenance: which decoder it was can change a
/// pixel or a sample.
package enum MediaLibraries {
    /// The version of each library as loaded, by its name; one that cannot be told is left out.
    ///
    /// libjpeg-turbo has no call that gives its version, so its entry is the name of the file that
    /// was loaded: `libturbojpeg.so.0.2.0`.
    package static var versions: [String: String] {
        var versions = [
            "libsndfile": String(cString: sf_version_string()),
            "libpng": String(cString: assay_png_version()),
        ]
        versions["libjpeg-turbo"] = loadedFile(named: "libturbojpeg.so")
        return versions
    }

    /// The name of a shared library's file in this process, links resolved; nil where the system
    /// does not list them or none is called so.
    private static func loadedFile(named prefix: String) -> String? {
        guard let maps = fopen("/proc/self/maps", "r") else { return nil }
        defer { fclose(maps) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, maps) > 0, let text = line {
            let name = String(cString: text).split(separator: "/").last?.dropLast()
            if let name, name.hasPrefix(prefix) { return String(name) }
        }
        return nil
    }
}
