import Domain
package import GRDB

/// Where the figures come from: suite, seed, versions, machine and times of each run.
package enum ProvenanceSection: ReportSection {
    package static let id = "provenance"
    package static let title = "Provenance"

    package static func load(_ db: Database, _ subject: ReportSubject, media: MediaShelf) throws
        -> [ReportedRun]?
    {
        subject.runs
    }

    package static func render(_ runs: [ReportedRun]) -> HTML {
        "\(runs.map(card))"
    }

    private static func card(_ run: ReportedRun) -> HTML {
        let manifest = try? JSONValue(parsing: run.manifest)
        let finished: HTML =
            run.finishedAt.map { "\(Numbers.time($0))" } ?? Markup.dash("the run is not finished")
        return """
            <section class="card"><h3>Run \(run.id)</h3><dl class="facts">\
            \(Markup.fact("Suite", "\(Markup.data(run.suite, limit: 120)), version \(Markup.data(run.suiteVersion, limit: 40))"))\
            \(Markup.fact("Status", "\(run.status)"))\
            \(Markup.fact("Seed", "\(run.seed)"))\
            \(Markup.fact("Started", "\(Numbers.time(run.startedAt))"))\
            \(Markup.fact("Finished", finished))\
            \(manifest.map { JSONFacts.render($0) } ?? "")\
            \(Markup.fact("Run digest", Markup.code(run.digest)))\
            \(Markup.fact("Suite digest", Markup.code(run.suiteDigest)))</dl>
            <details><summary>The suite as it was run</summary>
            <pre tabindex="0"><code>\(Markup.data(run.suiteYAML, limit: 20_000))</code></pre></details></section>

            """
    }
}
