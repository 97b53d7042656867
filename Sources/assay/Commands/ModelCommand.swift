import ArgumentParser

/// What can be asked of a checkpoint folder.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Looks into a checkpoint folder and checks it.",
        subcommands: [
            ModelInspectCommand.self,
            ModelVerifyCommand.self,
            ModelTimeCommand.self,
        ]
    )
}

/// The threads that a native model may use.
struct ThreadOptions: ParsableArguments {
    @Option(
        name: .customLong("threads"),
        help: "How many threads a model may use; no answer depends on it."
    )
    var count = 1

    func validate() throws {
        guard (1...1024).contains(count) else {
            throw ValidationError("--threads is a number from 1 to 1024, found \(count)")
        }
    }
}
