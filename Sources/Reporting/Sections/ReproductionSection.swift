import Domain
package import GRDB

/// What to type to get the same figures, and to question them.
package enum ReproductionSection: ReportSection {
    package static let id = "reproduction"
    package static let title = "How to reproduce"

    package static func load(_ db: Database, _ subject: ReportSubject, media: MediaShelf) throws
        -> [ReportedRun]?
    {
        subject.runs
    }

    package static func render(_ runs: [ReportedRun]) -> HTML {
        let commands = runs.map { run -> HTML in
            """
            <h3>Run \(run.id)</h3>
            <pre tabindex="0" role="group" aria-label="Commands for run \(run.id)"><code># With the suite \(Markup.clipped(run.suite, limit: 80)), version \
            \(Markup.clipped(run.suiteVersion, limit: 40)), in the folder SUITE:
            assay run SUITE
            # The figures again from the stored answers, without a model:
            assay score \(run.id)
            # This page, and the same figures for a script:
            assay report \(run.id)
            assay report \(run.id) --format json
            # The answers with their examples, for any SQLite program:
            sqlite3 DATABASE "SELECT * FROM predictionExample WHERE run = \(run.id)"</code></pre>

            """
        }
        return """
            <p>The same suite over data with the same fingerprints, models with the same digests and \
            the same seed gives the same figures. Where all three are the same, nothing is computed \
            again. Intervals are at 95 %: Wilson's score interval for proportions, else a seeded \
            bootstrap over the examples; point at an interval to see which.</p>
            \(commands)<h3>How to cite</h3>
            \(runs.map(citation))
            """
    }

    /// What was measured, by what, when, with the digest that tells it from every other run.
    private static func citation(_ run: ReportedRun) -> HTML {
        let version = (try? JSONValue(parsing: run.manifest))?["assay"]?.plain
        let program = version.map { "Assay \($0)" } ?? "Assay"
        let suite = "\(run.suite), version \(run.suiteVersion)"
        return """
            <p>\(Markup.data(suite, limit: 160)). Run \(run.id) of \(Numbers.time(run.startedAt)), \
            \(Markup.data(program, limit: 120)). Run digest \
            \(Markup.code(String(run.digest.prefix(16)))), seed \(run.seed).</p>

            """
    }
}
