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
                identity: .object([attack: .string(attack)])
            )
            try addTask(
                db,
                attack,
                run: run,
                dataset: dataset,
                model: model,
                target: .label(attack)
            )
            try addTask(db, attack, run: run, dataset: dataset, model: model, target: .text(attack))
        }
        return database
    }

    private static func addTask(
        _ db: Database,
        _ attack: String,
        run: Int64,
        dataset: Int64,
        model: Int64,
        target: Target
    ) throws {
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
        let medium = try TestDatabase.addMedium(
            db,
            kind: .table,
            mediaType: attack,
            bytes: bytes
        )
        let broken = try TestDatabase.addMedium(
            db,
            kind: .image,
            mediaType: attack,
            bytes: Array("\(attack)\(task)".utf8)
        )
        var scored: [TestDatabase.Scored] = []
        for index in 0..<12 {
            let example = try TestDatabase.addExample(
                db,
                dataset: dataset,
                key: "\(attack)\(task)/\(index)",
                text: attack,
                medium: index % 2 == 0 ? medium : broken,
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
        // The same page as for harmless words of the same length, tag by tag.
        let words = String(attack.map { $0.isLetter || $0.isNumber || $0 == " " ? $0 : "x" })
        let harmless = try Self.database(words).queue.read { db in
            try HTMLReport.write(db, try ReportSubject(db))
        }
        #expect(tags.names == PageTags(harmless).names)
        #expect(!page.unicodeScalars.contains { "\u{202A}"..."\u{202E}" ~= $0 })
    }

    @Test(arguments: attacks + ["a,b\"c\r\nd", "a|b"])
    func `Formats for scripts keep every text`(attack: String) throws {
        try Self.database(attack).queue.read { db in
            let subject = try ReportSubject(db)
            let json = try JSONValue(parsing: try JSONReport.write(db, subject))
            let run = try #require(json["runs"]?.array?.first)
            #expect(run["suite"]?.string == attack)
            let task = try #require(run["tasks"]?.array?.first)
            let group = try #require(task["metrics"]?.array?.first?["groups"]?.array?.first)
            #expect(group["group"]?.string == attack)

            let rows = CSVText.parse(try CSVReport.write(db, subject))
            #expect(Set(rows.map(\.count)) == [23])
            #expect(rows.dropFirst().allSatisfy { $0[1] == attack && $0[6] == attack })

            let lines = try MarkdownReport.write(db, subject).split(separator: "\n")
            #expect(lines.filter { $0.hasPrefix("|") }.count == 2 + 2 + 2 + 2)
            #expect(!lines.contains { $0.contains("<") })
        }
    }
}
