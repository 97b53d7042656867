import CSndFile
import Glibc

/// libsndfile over bytes in memory.
enum SoundFile {
    /// Opens the bytes for the time of `body`.
    static func reading<Value>(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (OpaquePointer, SF_INFO) throws(MediaError) -> Value
    ) throws(MediaError) -> Value {
        var memory = Memory(source: bytes)
        return try withUnsafeMutablePointer(to: &memory) { memory throws(MediaError) in
            var callbacks = Self.callbacks
            var info = SF_INFO()
            guard let file = sf_open_virtual(&callbacks, Int32(SFM_READ), &info, memory) else {
                throw .unknownFormat(
                    expected:
                        "a recording that libsndfile reads (\(String(cString: sf_strerror(nil))))",
                    firstBytes: Array(bytes.prefix(8))
                )
            }
            defer { sf_close(file) }
            guard info.samplerate > 0, info.channels > 0, info.frames >= 0 else {
                throw .corrupt(format: "audio", reason: "no sample rate, no channels or no length")
            }
            return try body(file, info)
        }
    }

    /// Opens a file in memory for writing for the time of `body` and returns the bytes.
    static func writing(
        _ info: SF_INFO,
        _ body: (OpaquePointer) throws(MediaError) -> Void
    ) throws(MediaError) -> [UInt8] {
        var memory = Memory(source: UnsafeRawBufferPointer(start: nil, count: 0))
        return try withUnsafeMutablePointer(to: &memory) { memory throws(MediaError) in
            var callbacks = Self.callbacks
            var info = info
            guard let file = sf_open_virtual(&callbacks, Int32(SFM_WRITE), &info, memory) else {
                throw .notEncodable(format: "audio", reason: String(cString: sf_strerror(nil)))
            }
            do throws(MediaError) {
                try body(file)
            } catch {
                sf_close(file)
                throw error
            }
            // The header is completed here.
            guard sf_close(file) == 0 else {
                throw .notEncodable(format: "audio", reason: "the file could not be finished")
            }
            return memory.pointee.written
        }
    }

    /// What the decoder noticed while it read; nil if nothing was wrong.
    ///
    /// libsndfile replaces a FLAC frame that fails its checksum by silence and goes on, and only its
    /// log tells.
    static func damage(_ file: OpaquePointer) -> String? {
        if sf_error(file) != 0 { return String(cString: sf_strerror(file)) }
        var log = [CChar](repeating: 0, count: 16_384)
        sf_command(file, Int32(SFC_GET_LOG_INFO), &log, Int32(log.count))
        return String(terminated: log).split(separator: "\n")
            .first { $0.contains("ERROR") || $0.contains("Error") || $0.contains("mismatch") }
            .map { $0.trimmingPrefix { $0 == " " || $0 == "*" } }
            .map(String.init)
    }

    /// A file's bytes and the reading or writing position.
    private struct Memory {
        var source: UnsafeRawBufferPointer
        var written: [UInt8] = []
        var position = 0

        init(source: UnsafeRawBufferPointer) {
            self.source = source
        }

        var count: Int { max(source.count, written.count) }
    }

    private static func memory(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<Memory>?
    {
        context?.assumingMemoryBound(to: Memory.self)
    }

    private static var callbacks: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { SoundFile.memory($0).map { sf_count_t($0.pointee.count) } ?? -1 },
            seek: { offset, origin, context in
                guard let memory = SoundFile.memory(context) else { return -1 }
                let base =
                    switch origin {
                    case SEEK_SET: 0
                    case SEEK_CUR: memory.pointee.position
                    default: memory.pointee.count
                    }
                let (target, overflow) = base.addingReportingOverflow(Int(offset))
                guard !overflow, target >= 0 else { return -1 }
                memory.pointee.position = target
                return sf_count_t(target)
            },
            read: { destination, count, context in
                guard let memory = SoundFile.memory(context), let destination else { return 0 }
                // While it writes, libsndfile reads only what it has written.
                let position = memory.pointee.position
                let available = max(0, min(Int(count), memory.pointee.count - position))
                if available > 0 {
                    let target = UnsafeMutableRawBufferPointer(start: destination, count: available)
                    if memory.pointee.source.isEmpty {
                        target.copyBytes(
                            from: memory.pointee.written[position..<position + available]
                        )
                    } else {
                        target.copyBytes(
                            from: memory.pointee.source[position..<position + available]
                        )
                    }
                    memory.pointee.position += available
                }
                return sf_count_t(available)
            },
            write: { source, count, context in
                guard let memory = SoundFile.memory(context), let source, count > 0 else {
                    return 0
                }
                let end = memory.pointee.position + Int(count)
                if end > memory.pointee.written.count {
                    let missing = end - memory.pointee.written.count
                    memory.pointee.written.append(contentsOf: repeatElement(0, count: missing))
                }
                let start = memory.pointee.position
                memory.pointee.written.withUnsafeMutableBytes { bytes in
                    UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end])
                        .copyMemory(from: UnsafeRawBufferPointer(start: source, count: Int(count)))
                }
                memory.pointee.position = end
                return count
            },
            tell: { SoundFile.memory($0).map { sf_count_t($0.pointee.position) } ?? -1 }
        )
    }
}
