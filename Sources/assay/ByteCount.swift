import ArgumentParser

/// Sizes of files, as options take them.
enum ByteCount {
    /// Reads `500000`, `500kB` or `10MB`.
    static func parse(_ text: String) throws -> Int {
        let units = [("MB", 1_000_000), ("kB", 1_000), ("KB", 1_000), ("", 1)]
        for (unit, size) in units where text.hasSuffix(unit) {
            guard let count = Double(text.dropLast(unit.count)), count >= 1, count < 1e9 else {
                break
            }
            return Int(count * Double(size))
        }
        throw ValidationError(
            "a size is a number with kB, MB or nothing, such as 10MB, not '\(text)'."
        )
    }
}
