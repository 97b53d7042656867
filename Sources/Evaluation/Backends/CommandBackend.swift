import Digests
import Domain
import Foundation

/// Any program that reads one JSON request a line and answers one JSON line.
///
/// Request: `{"id": "…", "task": "…", "inputs": {"text": "…", "image": "/path"}, "parameters": {}}`,
/// with `audio` or `table` in the place of `image`. Answer: `{"id": "…", "output": …}` in the shape of
/// the task's Hugging Face pipeline, or `{"id": "…", "error": "…"}`. The program runs in the suite's
/// folder and stays for the whole run; what it writes to its standard error is kept for messages.
struct CommandBackend: Backend {
    static let name = "command"
    static let summary = "Asks a program, one JSON line for each request."
    static let settings = [
        KnownOption("command", "The program and its arguments as a list, or a line for /bin/sh."),
        KnownOption(
            "files",
            "Files and folders, such as weights, whose contents make it another model."
        ),
        KnownOption("timeout", "Seconds that an answer may take; 60."),
        KnownOption("pipeline", "Requests that are written ahead of their answers; 1."),
        KnownOption("restarts", "Failures in a row after which the program is given up; 10."),
        KnownOption("max_output_bytes", "The longest line that is read; 16777216."),
    ]
    static let pathSetting: String? = "command"

    private let identity: ModelIdentity
    private let name: String
    private let launch: CommandLaunch

    init(_ context: BackendContext) throws {
        name = context.name
        let settings = context.settings
        let arguments = try Self.arguments(settings)
        try Self.requireProgram(arguments[0], context)
        identity = try Self.identity(of: arguments, context)
        launch = CommandLaunch(
            arguments: arguments,
            folder: context.folder,
            timeoutSeconds: try settings.positive("timeout") ?? 60,
            pipeline: try settings.integer("pipeline", in: 1...4096) ?? 1,
            restarts: try settings.integer("restarts", in: 0...1_000_000) ?? 10,
            maximumLineBytes: try settings.integer("max_output_bytes", in: 64...Int(Int32.max))
                ?? 16 << 20
        )
    }

    func model(for task: TaskContext) -> any Model {
        CommandModel(name: name, identity: identity, launch: launch, task: task)
    }

    private static func arguments(_ settings: Settings) throws -> [String] {
        if let line = settings.values["command"]?.value.string {
            if line.isEmpty { throw settings.error(at: "command", "'command' is empty") }
            return ["/bin/sh", "-c", line]
        }
        guard let arguments = try settings.strings("command"), !arguments.isEmpty else {
            throw settings.error("\(settings.owner) needs 'command'")
        }
        return arguments
    }

    /// Finds out before the first prediction that there is no such program.
    private static func requireProgram(_ program: String, _ context: BackendContext) throws {
        let files = FileManager.default
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let candidates =
            program.contains("/")
            ? [SuiteReader.absolute(program, in: context.folder)]
            : path.split(separator: ":").map { "\($0)/\(program)" }
        guard candidates.contains(where: files.isExecutableFile(atPath:)) else {
            throw context.settings.error(
                at: "command",
                "the program '\(program)' is not there or not executable"
            )
        }
    }

    /// The words of the command, the contents of those that are files, and of what `files` lists.
    ///
    /// A changed script is another model. A line for the shell is looked through word by word, and
    /// `--weights=FILE` names a file too. Folders among the words are not looked into, since a program
    /// may well write there; those whose contents matter are listed under `files`.
    private static func identity(of arguments: [String], _ context: BackendContext) throws
        -> ModelIdentity
    {
        let isLine = arguments.count == 3 && arguments.starts(with: ["/bin/sh", "-c"])
        let words =
            isLine ? arguments[2].split(whereSeparator: \.isWhitespace).map(String.init) : arguments
        var files: [String: JSONValue] = [:]
        for word in words {
            let name = word.hasPrefix("-") ? String(word.drop { $0 != "=" }.dropFirst()) : word
            guard !name.isEmpty,
                let digest = FileDigest.file(SuiteReader.absolute(name, in: context.folder))
            else { continue }
            files[name] = .string(digest.hexadecimal)
        }
        for name in try context.settings.strings("files") ?? [] {
            guard let digest = FileDigest.tree(SuiteReader.absolute(name, in: context.folder))
            else {
                throw context.settings.error(
                    at: "files",
                    "'\(name)' of the command's 'files' is not there or cannot be read"
                )
            }
            files[name] = .string(digest.hexadecimal)
        }
        return ModelIdentity(
            backend: name,
            describing: [
                "command": .array(arguments.map(JSONValue.string)), "files": .object(files),
            ]
        )
    }
}

/// How a program is started and how far it is trusted.
struct CommandLaunch: Sendable {
    var arguments: [String]
    /// The program's working folder.
    var folder: String
    var timeoutSeconds: Double
    /// Requests in flight at most.
    var pipeline: Int
    /// Failures in a row that ended the process, after which it is not started again.
    var restarts: Int
    var maximumLineBytes: Int
}
