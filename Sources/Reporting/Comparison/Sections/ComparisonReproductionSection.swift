import Comparisons
import Domain
package import GRDB
import Storage

/// What to type to get the same comparison, and how to cite it.
package enum ComparisonReproductionSection: ReportSection {
    package static let id = "reproduction"
    package static let title = "How to reproduce"

    package static func load(_ db: Database, _ subject: ComparisonSubject, media: MediaShelf) throws
        -> ComparisonSubject?
    {
        subject
    }

    package static func render(_ subject: ComparisonSubject) -> HTML {
        let command = Markup.clipped(command(subject.comparison), limit: 2_000)
        let runs = subject.report.runs.map { run -> HTML in
            """
            # Run \(run.id), with the suite \(Markup.clipped(run.suite, limit: 80)), version \
            \(Markup.clipped(run.suiteVersion, limit: 40)), in the folder SUITE:
            assay run SUITE

            """
        }
        return """
            <p>A comparison stores nothing: it reads both runs' stored answers and scores, and draws its random \
            samples from the seed. The same rows and the same seed give the same numbers on any number of \
            cores.</p>
            <pre tabindex="0" role="group" aria-label="Commands"><code>\(runs)# This page, and every number for a script:
            \(command) --format html
            \(command) --format json</code></pre>
            <h3>How to cite</h3>
            \(citation(subject))
            """
    }

    /// The command line that compares the same again.
    private static func command(_ comparison: Comparison) -> String {
        let options = comparison.options
        var words = ["assay", "compare", name(comparison.first), name(comparison.second)]
        words += options.metrics.flatMap { ["--metric", ShellWord.quoted($0)] }
        words += options.tasks.flatMap { ["--task", ShellWord.quoted($0)] }
        words += ["--replicates", String(options.replicates), "--seed", String(comparison.seed)]
        if options.significance != ComparisonOptions().significance {
            words += ["--alpha", String(options.significance)]
        }
        return words.joined(separator: " ")
    }

    private static func name(_ side: ComparedModel) -> String {
        ShellWord.quoted("\(side.run.id):\(side.model)")
    }

    /// What was compared, by what, with the digests that tell the runs from all others.
    private static func citation(_ subject: ComparisonSubject) -> HTML {
        let comparison = subject.comparison
        let sides = zip([comparison.first, comparison.second], subject.runs).map {
            side,
            run -> HTML in
            let version = (try? JSONValue(parsing: run.manifest))?["assay"]?.string
            let program = version.map { "Assay \($0)" } ?? "Assay"
            let suite = "\(run.suite), version \(run.suiteVersion)"
            return """
                \(Markup.data(side.model, limit: 120)) in \(Markup.data(suite, limit: 160)), run \(run.id) of \
                \(Numbers.time(run.startedAt)), \(Markup.data(program, limit: 120)), run digest \
                \(Markup.code(String(run.digest.prefix(16))))
                """
        }
        guard sides.count == 2 else { return "" }
        return """
            <p>\(sides[0]), compared with \(sides[1]); \(Numbers.grouped(comparison.options.replicates)) \
            samples, seed \(comparison.seed).</p>

            """
    }
}

/// Words of a command line.
enum ShellWord {
    /// The word as a shell reads it, in quotes where it needs them.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
