import ArgumentParser

@main
struct Assay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "Measures models on your own data.",
        subcommands: [
            IngestCommand.self,
            DatasetsCommand.self,
            RunCommand.self,
            RunsCommand.self,
            ListCommand.self,
            ScoreCommand.self,
            AlignCommand.self,
            CompareCommand.self,
            GateCommand.self,
            ReportCommand.self,
            PredictCommand.self,
            TokenizeCommand.self,
            ModelCommand.self,
        ]
    )
}
