import ArgumentParser
import Domain
import Reporting
import Storage

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes what runs measured: a page for people, or figures for scripts.",
        discussion: """
            A page is written to a file, whose path is printed. The other formats are printed, unless \
            --output names a file.
            """
    )

    @Argument(help: "The runs' numbers, as 'assay runs' lists them; the latest run if none.")
    var runs: [Int64] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write; '-' prints. A page goes to reports/SUITE-RUN.html without it.",
            valueName: "file"
        )
    )
    var output: String?

    @Option(
        help: ArgumentHelp(
            reportFormatCatalog.entries.map { "\($0.name): \($0.summary)" }
                .joined(separator: "; ") + ".",
            valueName: "format"
        )
    )
    var format = HTMLReport.name

    @Option(
        help: ArgumentHelp(
            "What a page may take, as in 10MB or 500kB; pictures and sound give way first.",
            valueName: "size"
        ),
        transform: ByteCount.parse
    )
    var maxBytes = ReportSubject.usualBytes

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        do {
            _ = try reportFormatCatalog(format)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() throws {
        let format = try reportFormatCatalog(format)
        let store = try Store.open(database.path, mode: .readOnly)
        let report = try Report(of: runs, in: store, as: format, mostBytes: maxBytes)
        let isPage = format == HTMLReport.self
        try Output.deliver(report.text, to: output ?? (isPage ? "reports/\(report.fileName)" : nil))
    }
}
