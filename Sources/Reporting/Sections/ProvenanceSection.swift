import Domain
package import GRDB

/// Where the figures come from: suite, seed, versions, machine and times of each run, and how models were asked.
package enum ProvenanceSection: ReportSection {
    package static let id = "provenance"
    package static let title = "Provenance"

    package struct Content: Sendable {
        let runs: [(run: ReportedRun, decodings: [Decoding])]
    }

    /// How a task asked its model: what decides an answer beside the model and the request.
    struct Decoding: Sendable {
        let task: ReportedTask
        /// A JSON object in text.
        let options: String
        let digest: String
    }

    package static func load(_ db: Database, _ subject: ReportSubject, media: MediaShelf) throws
        -> Content?
    {
        Content(
            runs: try subject.runs.map { run in
                let tasks = subject.tasks.filter { $0.run == run.id && $0.baseID == nil }
                return (run, try tasks.compactMap { try decoding(db, $0) })
            }
        )
    }

    private static func decoding(_ db: Database, _ task: ReportedTask) throws -> Decoding? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT decoding.options, decoding.digest FROM task
                JOIN decoding ON decoding.id = task.decodingID WHERE task.id = ?
                """,
            arguments: [task.id]
        ).map { Decoding(task: task, options: $0["options"], digest: $0["digest"]) }
    }

    package static func render(_ content: Content) -> HTML {
        "\(content.runs.map { card($0.run, $0.decodings) })"
    }

    /// The members of a manifest whose names are not those of things, in words.
    private static func manifest(_ run: ReportedRun) -> HTML {
        var members = (try? JSONValue(parsing: run.manifest))?.object ?? [:]
        let bytes = members.removeValue(forKey: "peakMemoryBytes")?.integer
        let command = members.removeValue(forKey: "command")?.string
        let memory = bytes.map { Markup.fact("Peak memory", "\(Numbers.size(bytes: $0))") }
        let typed = command.map { Markup.fact("Command", Markup.code($0, limit: 400)) }
        return "\(typed ?? "")\(memory ?? "")\(JSONFacts.render(.object(members)))"
    }

    private static func decodings(_ decodings: [Decoding], of run: ReportedRun) -> HTML {
        guard !decodings.isEmpty else { return "" }
        let rows = decodings.map { decoding -> HTML in
            let options: HTML =
                decoding.options == "{}" ? "defaults" : Markup.code(decoding.options, limit: 600)
            return """
                <tr><th scope="row"><a href="#\(decoding.task.anchor)">\
                \(Markup.data(decoding.task.question, limit: 120))</a></th>\
                <td>\(Markup.data(decoding.task.model, limit: 80))</td><td class="wrap">\(options)</td>\
                <td>\(Markup.code(String(decoding.digest.prefix(12))))</td></tr>

                """
        }
        let label = "How the models of run \(run.id) were asked"
        return """
            <details><summary>How each model was asked</summary>
            \(Markup.scrolling("""
            <table class="figures"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">Task</th><th scope="col">Model</th><th scope="col">Options</th>\
            <th scope="col">Digest</th></tr></thead><tbody>\(rows)</tbody></table>
            """, label: label))</details>

            """
    }

    private static func card(_ run: ReportedRun, _ decodings: [Decoding]) -> HTML {
        let finished: HTML =
            run.finishedAt.map { "\(Numbers.time($0))" } ?? Markup.dash("the run is not finished")
        return """
            <section class="card"><h3>Run \(run.id)</h3><dl class="facts">\
            \(Markup.fact("Suite", "\(Markup.data(run.suite, limit: 120)), version \(Markup.data(run.suiteVersion, limit: 40))"))\
            \(Markup.fact("Status", "\(run.status)"))\
            \(Markup.fact("Seed", "\(run.seed)"))\
            \(Markup.fact("Started", "\(Numbers.time(run.startedAt))"))\
            \(Markup.fact("Finished", finished))\
            \(manifest(run))\
            \(Markup.fact("Run digest", Markup.code(run.digest)))\
            \(Markup.fact("Suite digest", Markup.code(run.suiteDigest)))</dl>
            \(Self.decodings(decodings, of: run))<details><summary>The suite as it was run</summary>
            <pre tabindex="0" role="group" aria-label="The suite of run \(run.id)"><code>\(Markup.data(run.suiteYAML, limit: 20_000))</code></pre></details></section>

            """
    }
}
