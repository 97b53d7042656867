/// The few lines that a repository holds in place of a large file (Git LFS), when the file itself was
/// not fetched.
enum GitPointer {
    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.starts(with: "version https://git-lfs".utf8)
    }

    static func error(_ path: String) -> CheckpointError {
        .refused(
            file: path,
            reason: "it is a Git LFS pointer in place of the weights; fetch them with git lfs pull"
        )
    }
}
