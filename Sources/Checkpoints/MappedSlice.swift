/// A part of a mapped file that somebody reads; when the last reader is done, its pages leave the
/// process's memory (not the system's cache), so that a model and its file are not both in it.
final class MappedSlice: Sendable {
    private let file: MappedFile
    private let range: Range<Int>

    init(_ file: MappedFile, _ range: Range<Int>) {
        self.file = file
        self.range = range
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[range]) }

    deinit { file.forget(range) }
}
