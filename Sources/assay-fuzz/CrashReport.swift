import Glibc

/// Saves the input that is being read when the process crashes or hangs.
///
/// Only calls that are allowed in a signal handler are made there, so everything is laid out before.
enum CrashReport {
    /// A read that takes longer is a hang.
    static let secondsPerInput: UInt32 = 20

    private nonisolated(unsafe) static var path: UnsafeMutablePointer<CChar>?
    private nonisolated(unsafe) static var input: UnsafeRawPointer?
    private nonisolated(unsafe) static var inputCount = 0

    /// Catches what kills a process.
    static func install(path: String) {
        free(self.path)
        self.path = strdup(path)
        for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGALRM] {
            signal(number) { number in
                CrashReport.save()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Runs `body` with `bytes` as the input to save.
    static func guarding(_ bytes: [UInt8], _ body: () throws -> Void) rethrows {
        try bytes.withUnsafeBytes { raw in
            input = raw.baseAddress
            inputCount = raw.count
            alarm(secondsPerInput)
            defer { alarm(0) }
            try body()
        }
    }

    /// Writes the current input to the file.
    static func save() {
        guard let path else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        if file >= 0, let input { _ = write(file, input, inputCount) }
        close(file)
        _ = write(2, "\nfailing input: ", 16)
        _ = write(2, path, strlen(path))
        _ = write(2, "\n", 1)
    }
}
