import Domain
import GRDB
import Testing

@testable import Reporting

/// A database in which every text that data can set is an attack.
struct HostileTests {
    static let attacks = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "]]><svg onload=alert(1)>", "javascript:alert(1)", "</style><script>1</script>",
        "--><b>", "\u{202E}gnp.exe", "</bdi></code></td></table>", "&lt;b&gt;", "a\u{1}b",
        "<a href=\"javascript:alert(1)\">x</a>", "</title><script>1</script>",
    ]

    static func database(_ attack: String) throws -> TestDatabase {
        let database = try TestDatabase()
        try database.queue.write { db in
            let run = try TestDatabase.addRun(
                db,
                suite: attack,
                yaml: attack,
                status: "scoring",
                manifest: .object([attack: .string(attack), "list": .array([.string(attack)])])
            )
            let dataset = try TestDatabase.addDataset(
                db,
                attack,
                kind: .text,
                license: attack,
                source: attack,
                examples: 12
            )
            try TestDatabase.insert(
                db,
                "ingestionError",
                [
                    "datasetID": dataset, "file": attack, "line": 3, "reason": attack,
                    "recordedAt": attack,
                ]
            )
            let model = try TestDatabase.addModel(
                db,
                attack,
                backend: attack,
                identity: .object([
                    attack: .string(attack), "modelType": .string(attack), "says": .string(attack),
                    "card": .object([
                        "license": .string(attack), "datasets": .array([.string(attack)]),
                        "pipeline_tag": .string(attack), "language": .string(attack),
                    ]),
                ])
            )
            let targets: [Target] = [.label(attack), .text(attack), .label(attack)]
            let tasks = try targets.map { target in
                try addTask(
                    db,
                    attack,
                    run: run,
                    dataset: dataset,
                    model: model,
                    target: target
                )
            }
            // The last asks the same as the first, under a perturbation of a hostile name.
            try db.execute(
                sql: "UPDATE task SET baseTaskID = ?, perturbation = ? WHERE id = ?",
                arguments: [tasks[0], JSONValue.object([attack: .string(attack)]).text, tasks[2]]
            )
            try db.execute(
                sql: "UPDATE decoding SET options = ?",
                arguments: [JSONValue.object([attack: .string(attack)]).text]
            )
            try addContinuations(db, attack, run: run, model: model)
        }
        return database
    }

    /// Texts that a model wrote and a judge scored.
    private static func addContinuations(
        _ db: Database,
        _ attack: String,
        run: Int64,
        model: Int64
    ) throws {
        var one = try OneTask(db, "text-generation", over: .text, run: run, model: model)
        try one.addContinuations(db, [(attack, [(attack, 0.5), (attack + " again", 0.25)])])
    }

    /// What a picture or a recording of a hostile file may be taken for.
    private static let mediaKinds: [Medium.Kind] = [.table, .image, .audio]

    @discardableResult
    private static func addTask(
        _ db: Database,
        _ attack: String,
        run: Int64,
        dataset: Int64,
        model: Int64,
        target: Target
    ) throws -> Int64 {
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: attack,
            dataset: dataset,
            model: model,
            split: attack,
            groupBy: [attack]
        )
        let table = Table(header: [attack], rows: [[attack]])
        let bytes = Array((table.json.text + String(repeating: " ", count: Int(task))).utf8)
        let drawing = "<svg onload=\"alert(1)\"><text>\(attack)\(task)</text></svg>"
        let media = try mediaKinds.map { kind in
            try TestDatabase.addMedium(
                db,
                kind: kind,
                mediaType: kind == .image ? "image/svg+xml" : attack,
                bytes: kind == .table ? bytes : Array("\(kind)\(drawing)".utf8)
            )
        }
        var scored: [TestDatabase.Scored] = []
        for index in 0..<12 {
            let example = try TestDatabase.addExample(
                db,
                dataset: dataset,
                key: "\(attack)\(task)/\(index)",
                text: attack,
                medium: media[index % media.count],
                target: target,
                attributes: [attack: attack]
            )
            if index == 11 {
                try TestDatabase.addAnswer(
                    db,
                    task: task,
                    example: example,
                    .failure(.init(reason: attack))
                )
                continue
            }
            let word = attack + " wrong"
            let isLabel = target.kind == .label
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example,
                .success(isLabel ? .labels([.init(label: word, score: 0.9)]) : .text(word))
            )
            scored.append(
                TestDatabase.Scored(
                    example: example,
                    outcome: isLabel ? .labels([.init(label: word, score: 0.9)]) : .text(word),
                    target: target,
                    groups: [attack: attack]
                )
            )
        }
        let metric = target.kind == .label ? "accuracy" : "word_error_rate"
        try TestDatabase.addMetric(db, task: task, metric, examples: scored)
        return task
    }

    @Test(arguments: attacks)
    func `No text of the data becomes markup`(attack: String) throws {
        let page = try Self.database(attack).queue.read { db in
            try HTMLReport.write(db, try ReportSubject(db))
        }
        let tags = PageTags(page)
        #expect(tags.unbalanced == [])
        // One script, ours; nothing that loads or runs anything.
        #expect(tags.count("script") == 1)
        #expect(tags.count("style") == 1)
        #expect(tags.attributes.allSatisfy { !$0.name.hasPrefix("on") })
        #expect(tags.attributes.filter { $0.name == "href" }.allSatisfy { $0.value.hasPrefix("#") })
        #expect(
            tags.attributes.filter { $0.name == "src" }.allSatisfy { $0.value.hasPrefix("data:") }
        )
        #expect(tags.attributes.allSatisfy { $0.name != "style" })
        // The same page as for harmless words of the same length, tag by tag.
        let words = String(attack.map { $0.isLetter || $0.isNumber || $0 == " " ? $0 : "x" })
        let harmless = try Self.database(words).queue.read { db in
            try HTMLReport.write(db, try ReportSubject(db))
        }
        #expect(tags.names == PageTags(harmless).names)
        #expect(!page.unicodeScalars.contains { "\u{202A}"..."\u{202E}" ~= $0 })
    }

    @Test(arguments: attacks)
    func `Labels in long lists stay text`(attack: String) throws {
        let database = try OneTask.labels(
            (0..<60).map { ("\(attack) \($0)", "\(attack) \($0 / 2)", attack) }
        )
        let tags = PageTags(try PageTests.page(database))
        #expect(tags.unbalanced == [] && tags.count("script") == 1)
        let harmless = try OneTask.labels((0..<60).map { ("x \($0)", "x \($0 / 2)", "x") })
        #expect(tags.names == PageTags(try PageTests.page(harmless)).names)
    }

    @Test func `A drawing is never put on the page, whatever its file says it is`() throws {
        let drawing = Array("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".utf8)
        for type in ["image/svg+xml", "image/png", "image/png\" onload=\"alert(1)"] {
            let database = try TestDatabase()
            let medium = try database.queue.write { db in
                try TestDatabase.addMedium(db, kind: .image, mediaType: type, bytes: drawing)
            }
            let shown = try database.queue.read { db in
                try MediaShelf(tasks: 1).show(db, medium: medium, within: 10_000)
            }
            guard case .omitted = shown else {
                Issue.record("\(type) is shown")
                continue
            }
        }
    }

    @Test(arguments: attacks + ["a,b\"c\r\nd", "a|b"])
    func `Formats for scripts keep every text`(attack: String) throws {
        let rows = try Self.database("harmless").queue.read { db in
            try MarkdownReport.write(db, try ReportSubject(db)).split(separator: "\n")
                .count { $0.hasPrefix("|") }
        }
        try Self.database(attack).queue.read { db in
            let subject = try ReportSubject(db)
            let json = try JSONValue(parsing: try JSONReport.write(db, subject))
            let run = try #require(json["runs"]?.array?.first)
            #expect(run["suite"]?.string == attack)
            let task = try #require(run["tasks"]?.array?.first)
            let group = try #require(task["metrics"]?.array?.first?["groups"]?.array?.first)
            #expect(group["group"]?.string == attack)

            let table = CSVText.parse(try CSVReport.write(db, subject))
            #expect(Set(table.map(\.count)) == [24])
            #expect(table.dropFirst().allSatisfy { $0[1] == attack && $0[6] == attack })

            let lines = try MarkdownReport.write(db, subject).split(separator: "\n")
            #expect(lines.count { $0.hasPrefix("|") } == rows)
            #expect(!lines.contains { $0.contains("<") })
        }
    }
}
