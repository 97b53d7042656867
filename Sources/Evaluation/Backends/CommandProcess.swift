import Foundation
import Synchronization

/// A running program with pipes to its standard streams.
///
/// Reading and writing are one loop, so that neither side can wait for the other forever. The process
/// leads a group of its own: what it starts is ended with it, and an interrupt from the terminal does
/// not reach it.
final class CommandProcess {
    /// What happened next.
    enum Event {
        /// A line of its standard output, without the line feed.
        case line([UInt8])
        /// It ended or closed its streams; how, in words.
        case ended(String)
        case timedOut
        case lineTooLong
    }

    private let pid: pid_t
    private var input: Int32
    private let output: Int32
    private let errors: Int32
    private let maximumLineBytes: Int
    private var unwritten: [UInt8] = []
    private var written = 0
    private var received: [UInt8] = []
    private var scanned = 0
    private var errorTail: [UInt8] = []
    private var outputIsOpen = true
    private var errorsAreOpen = true
    private var inputIsOpen = true
    private var hasEnded = false

    /// Starts a program.
    ///
    /// - Throws: ``POSIXError`` if it cannot be started.
    init(_ launch: CommandLaunch) throws {
        // A program that closes its input must not end this one.
        signal(SIGPIPE, SIG_IGN)
        maximumLineBytes = launch.maximumLineBytes
        (pid, input, output, errors) = try Self.starting.withLock { _ in try Self.start(launch) }
        for descriptor in [input, output, errors] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
    }

    deinit { end() }

    /// Adds to what is to be written to its standard input.
    func write(_ bytes: [UInt8]) {
        if written == unwritten.count {
            unwritten.removeAll(keepingCapacity: true)
            written = 0
        }
        unwritten += bytes
    }

    /// Writes and reads until there is a line, an end or the deadline.
    func next(deadline: ContinuousClock.Instant) -> Event {
        while true {
            if let line = takeLine() { return .line(line) }
            if received.count > maximumLineBytes { return .lineTooLong }
            if !outputIsOpen { return .ended(ending()) }
            let left = deadline - .now
            guard left > .zero else { return .timedOut }
            wait(left)
        }
    }

    /// The last words of its standard error, in one line.
    var lastWords: String {
        readErrors()
        let text = String(decoding: errorTail, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).suffix(5)
        return String(lines.joined(separator: " | ").suffix(600))
    }

    /// Ends the process and everything that it started, and waits for it.
    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        kill(-pid, SIGKILL)
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        for descriptor in [input, output, errors] where descriptor >= 0 { close(descriptor) }
    }

    /// Closes its input and lets it end by itself for up to a second, then ends it.
    func finish() {
        guard !hasEnded else { return }
        close(input)
        input = -1
        inputIsOpen = false
        let deadline = ContinuousClock.now + .seconds(1)
        while outputIsOpen, deadline > .now {
            wait(deadline - .now)
            received.removeAll(keepingCapacity: true)
        }
        end()
    }

    // MARK: - The loop

    private func takeLine() -> [UInt8]? {
        guard let feed = received[scanned...].firstIndex(of: 0x0A) else {
            scanned = received.count
            return nil
        }
        var line = Array(received[..<feed])
        if line.last == 0x0D { line.removeLast() }
        received.removeFirst(feed + 1)
        scanned = 0
        return line
    }

    private func wait(_ time: Duration) {
        let wantsToWrite = inputIsOpen && written < unwritten.count
        var polls = [
            pollfd(fd: outputIsOpen ? output : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorsAreOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wantsToWrite ? input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        let milliseconds = min(time / .milliseconds(1), 1_000)
        guard poll(&polls, nfds_t(polls.count), max(1, Int32(milliseconds.rounded(.up)))) > 0 else {
            return
        }
        if polls[1].revents != 0 { readErrors() }
        if polls[0].revents != 0 { outputIsOpen = read(output, into: &received) }
        if polls[2].revents != 0 { writeSome() }
    }

    private func writeSome() {
        let count = unwritten.withUnsafeBytes { bytes in
            Foundation.write(input, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        }
        if count > 0 {
            written += count
        } else if errno != EAGAIN, errno != EINTR {
            // It closed its input. Answers may still be on their way; its end or the deadline decides.
            inputIsOpen = false
        }
    }

    private func readErrors() {
        guard errorsAreOpen else { return }
        errorsAreOpen = read(errors, into: &errorTail)
        if errorTail.count > 4_096 { errorTail.removeFirst(errorTail.count - 4_096) }
    }

    /// Reads what is there; false at the end of the stream.
    private func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Bool {
        let size = 65_536
        var chunk = [UInt8](repeating: 0, count: size)
        while true {
            let count = Foundation.read(descriptor, &chunk, size)
            if count > 0 {
                bytes += chunk[..<count]
                if count < size || bytes.count > maximumLineBytes { return true }
            } else if count == 0 {
                return false
            } else {
                return errno == EAGAIN || errno == EINTR
            }
        }
    }

    /// How the process ended, in words; it is ended first if only its output is closed.
    private func ending() -> String {
        var status: Int32 = 0
        // It may take a moment from the end of its streams to its own.
        for _ in 0..<50 {
            if waitpid(pid, &status, WNOHANG) == pid {
                reaped()
                let signal = status & 0x7F
                if signal != 0 { return "was ended by signal \(signal)" }
                return "ended with exit status \((status >> 8) & 0xFF)"
            }
            usleep(2_000)
        }
        return "closed its output"
    }

    private func reaped() {
        readErrors()
        hasEnded = true
        kill(-pid, SIGKILL)
        for descriptor in [input, output, errors] where descriptor >= 0 { close(descriptor) }
        errorsAreOpen = false
        inputIsOpen = false
    }

    // MARK: - Starting

    /// Held from the making of the pipes to the start of the program, so that no other program that
    /// is started meanwhile inherits an end of them and keeps it open.
    private static let starting = Mutex(())

    private static func start(_ launch: CommandLaunch) throws
        -> (pid: pid_t, input: Int32, output: Int32, errors: Int32)
    {
        let (childIn, input) = try pipe()
        let (output, childOut) = try pipe()
        let (errors, childErr) = try pipe()
        defer { for descriptor in [childIn, childOut, childErr] { close(descriptor) } }
        do {
            let pid = try spawn(launch, streams: [childIn, childOut, childErr])
            return (pid, input, output, errors)
        } catch {
            for descriptor in [input, output, errors] { close(descriptor) }
            throw error
        }
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var descriptors: [Int32] = [0, 0]
        guard Foundation.pipe(&descriptors) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return (descriptors[0], descriptors[1])
    }

    /// The shell changes to the suite's folder and becomes the program.
    private static func spawn(_ launch: CommandLaunch, streams: [Int32]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (target, descriptor) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        sigaddset(&defaults, SIGINT)
        sigaddset(&defaults, SIGTERM)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF)
        )
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", launch.folder]
        var arguments = (shell + launch.arguments).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environ)
        guard code == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL)
        }
        return pid
    }
}
