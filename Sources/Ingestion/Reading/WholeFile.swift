import Media

/// Reads small files whole.
enum WholeFile {
    static func read(_ path: String, name: String) throws(IngestionError) -> [UInt8] {
        do throws(MediaError) {
            return try FileBytes.read(path)
        } catch {
            throw IngestionError(file: name, reason: MediaReason(error).text)
        }
    }
}
