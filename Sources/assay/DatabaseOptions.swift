import ArgumentParser
import Foundation

/// Which database a command works on.
struct DatabaseOptions: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: ArgumentHelp(
            "The database; ASSAY_DB if that is set, else db/assay.sqlite.",
            valueName: "file"
        )
    )
    var file: String?

    /// The path of the database.
    var path: String {
        file ?? ProcessInfo.processInfo.environment["ASSAY_DB"] ?? "db/assay.sqlite"
    }
}
