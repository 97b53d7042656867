import CPNGCoding
import CSndFile
import Foundation

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
        versions["libjpeg-turbo"] = loadedFile(named: "libturbojpeg.")
        return versions
    }

    /// The name of a shared library's file in this process, links resolved; nil where the system
    /// does not list them or none is called so.
    private static func loadedFile(named prefix: String) -> String? {
        guard let maps = FileManager.default.contents(atPath: "/proc/self/maps") else { return nil }
        for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
            if let name = line.split(separator: "/").last, name.hasPrefix(prefix) {
                return String(name)
            }
        }
        return nil
    }
}
