import ArgumentParser
import Comparisons
import Domain
import Evaluation
import Reporting
import Storage

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares two models over the examples that both answered.",
        discussion: """
            A side is a run's number, or RUN:MODEL where the run has several models; of a run of two \
            models its number is enough. Tasks are paired by kind, dataset, split, perturbation and \
            repetition, metrics by name and options.

            Differences are B less A, with a 95 % interval by the paired bootstrap. P is that of \
            McNemar's exact test for metrics that are right or wrong about an example, of the \
            matched-pairs test (MAPSSWE) for word error rates with 50 stretches or more, and of \
            approximate randomisation otherwise and wherever a task has clusters. Holm's correction \
            runs over the tasks, for the first metric of each; other metrics are not corrected.

            A page is written to a file, whose path is printed. The other formats are printed, unless \
            --output names a file.
            """
    )

    @Argument(
        help: ArgumentHelp("A run's number, or RUN:MODEL; see 'assay runs'.", valueName: "a"),
        transform: ComparedName.parse
    )
    var first: ComparedName

    @Argument(
        help: ArgumentHelp("The other side; not needed for a run of two models.", valueName: "b"),
        transform: ComparedName.parse
    )
    var second: ComparedName?

    @Option(help: ArgumentHelp("Only this metric; may be repeated.", valueName: "name"))
    var metric: [String] = []

    @Option(help: ArgumentHelp("Only tasks of this kind; may be repeated.", valueName: "name"))
    var task: [String] = []

    @Option(
        help: ArgumentHelp(
            "Flipped examples to list for each side, 5; on a page 20, in JSON all of right-or-wrong metrics.",
            valueName: "count"
        )
    )
    var flips: Int?

    @Option(help: "Samples that the bootstrap and the randomisation draw each.")
    var replicates = 10_000

    @Option(help: "Of the random numbers; the seed of A's run by default.")
    var seed: Int?

    @Option(help: "The p at which a difference counts as shown.")
    var alpha = 0.05

    @Option(
        help: ArgumentHelp(
            comparisonFormatCatalog.entries.map { "\($0.name): \($0.summary)" }
                .joined(separator: "; ") + ".",
            valueName: "format"
        )
    )
    var format: String?

    @Flag(help: "Short for --format json.")
    var json = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write; '-' prints. A page goes to reports/SUITE-RUN-A-RUN-B.html without it.",
            valueName: "file"
        )
    )
    var output: String?

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
        if json, let format, format != JSONComparison.name {
            throw ValidationError("--json is short for --format json; name one format.")
        }
        do {
            _ = try comparisonFormatCatalog(formatName)
        } catch {
            throw ValidationError("\(error)")
        }
        if let flips, flips < 0 { throw ValidationError("--flips must be 0 or more.") }
        if replicates < 100 { throw ValidationError("--replicates must be 100 or more.") }
        guard alpha > 0, alpha < 1 else {
            throw ValidationError("--alpha must be between 0 and 1.")
        }
    }

    private var formatName: String {
        format ?? (json ? JSONComparison.name : TextComparison.name)
    }

    func run() throws {
        let format = try comparisonFormatCatalog(formatName)
        let store = try Store.open(database.path, mode: .readOnly)
        let comparison = try compare(in: store, flips: flips ?? format.usualFlips)
        let report = try ComparisonReport(
            of: comparison,
            in: store,
            as: format,
            mostBytes: maxBytes
        )
        let isPage = format == HTMLComparison.self
        try Output.deliver(report.text, to: output ?? (isPage ? "reports/\(report.fileName)" : nil))
    }

    private func compare(in store: Store, flips: Int?) throws -> Comparison {
        let sides = try ComparedModel.sides(first, second, in: store)
        var options = ComparisonOptions()
        options.metrics = metric
        options.tasks = task
        options.replicates = replicates
        options.seed = seed
        options.significance = alpha
        options.flips = flips
        let display = ComparisonDisplay(isQuiet: formatName == JSONComparison.name)
        let comparer = Comparer(
            store: store,
            spokenAnswers: StoredSpokenAnswers(store),
            options: options,
            progress: display.show
        )
        let comparison = try comparer.compare(sides.first, sides.second)
        display.finish()
        return comparison
    }
}

extension ComparedName {
    /// Reads a command's argument.
    static func parse(_ text: String) throws -> ComparedName {
        guard let name = ComparedName(text) else {
            throw ValidationError("a side is RUN or RUN:MODEL, such as 3 or 3:vit, not '\(text)'.")
        }
        return name
    }
}

/// Shows a comparison's progress: a line for the metric in work.
private final class ComparisonDisplay {
    private let isQuiet: Bool
    private var label = ""
    private var line: ProgressLine?

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func show(_ progress: ComparisonProgress) {
        let label = "resampling \(progress.task), \(progress.metric)"
        if label != self.label {
            line?.finish()
            line = ProgressLine(label, isQuiet: isQuiet)
            self.label = label
        }
        line?.show(done: progress.done, total: progress.total)
    }

    func finish() {
        line?.finish()
        line = nil
    }
}
