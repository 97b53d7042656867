import ArgumentParser

@main
struct Assay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "Measures models on your own data.",
        subcommands: [
            IngestCommand.self,
            DatasetsCommand.self,
<<<<<<< HEAD
            ReportCommand.self,
=======
            RunCommand.self,
            RunsCommand.self,
            ScoreCommand.self,
>>>>>>> ea0e4841235d2fa3d614d429869d2f42f334ba68
        ]
    )
}
