import Domain
import GRDB
import Storage
import Testing

@testable import Comparisons
@testable import Reporting

/// Two models in a database in which every text that data can set is an attack.
enum HostileComparison {
    static func make(_ attack: String) throws -> ComparedRuns {
        try ComparedRuns { db in
            let run = try TestDatabase.addRun(
                db,
                suite: attack,
                yaml: attack,
                manifest: .object(["assay": .string(attack), attack: .string(attack)])
            )
            for kind in [Target.Kind.label, .text] {
                let dataset = try TestDatabase.addDataset(
                    db,
                    "\(attack)\(kind.rawValue)",
                    kind: .text,
                    license: attack,
                    source: attack,
                    examples: 12
                )
                let examples = try (0..<12).map { index in
                    try TestDatabase.addExample(
                        db,
                        dataset: dataset,
                        key: "\(attack)\(index)",
                        text: attack,
                        target: kind == .label ? .label(attack) : .text(attack),
                        attributes: ["group": attack, attack: attack]
                    )
                }
                for side in 0..<2 {
                    let name = side == 0 ? attack : attack + "2"
                    let model = try TestDatabase.addModel(
                        db,
                        name + kind.rawValue,
                        backend: attack
                    )
                    let task = try addTask(
                        db,
                        attack,
                        run: run,
                        dataset: dataset,
                        model: model,
                        examples: examples,
                        kind: kind,
                        side: side
                    )
                    try db.execute(
                        sql: "UPDATE task SET modelName = ?, options = ? WHERE id = ?",
                        arguments: [
                            name, side == 0 ? "{}" : JSONValue.object([attack: .bool(true)]).text,
                            task,
                        ]
                    )
                }
            }
        }
    }

    private static func addTask(
        _ db: Database,
        _ attack: String,
        run: Int64,
        dataset: Int64,
        model: Int64,
        examples: [Int64],
        kind: Target.Kind,
        side: Int
    ) throws -> Int64 {
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: attack,
            dataset: dataset,
            model: model,
            split: attack,
            groupBy: ["group"]
        )
        let target: Target = kind == .label ? .label(attack) : .text(attack)
        let scored = try examples.enumerated().map { index, example -> TestDatabase.Scored in
            if index == 11 - side {
                try TestDatabase.addAnswer(
                    db,
                    task: task,
                    example: example,
                    .failure(.init(reason: attack))
                )
                return TestDatabase.Scored(example: example, outcome: nil, target: target)
            }
            let words = index % 3 == side ? attack + " wrong" : attack
            let label = ScoredLabel(label: words, score: 0.9)
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example,
                .success(kind == .label ? .labels([label]) : .text(words))
            )
            return TestDatabase.Scored(
                example: example,
                outcome: kind == .label ? .labels([label]) : .text(words),
                target: target
            )
        }
        let metric = kind == .label ? "accuracy" : "word_error_rate"
        try TestDatabase.addMetric(db, task: task, metric, examples: scored)
        return task
    }
}

struct HostileComparisonTests {
    private func page(_ attack: String) throws -> String {
        let runs = try HostileComparison.make(attack)
        return try runs.write(try runs.comparison("1:\(attack)", "1:\(attack)2"))
    }

    @Test(arguments: HostileTests.attacks)
    func `No text of the data becomes markup`(attack: String) throws {
        let page = try page(attack)
        let tags = PageTags(page)
        #expect(tags.unbalanced == [])
        #expect(tags.count("script") == 1)
        #expect(tags.count("style") == 1)
        #expect(tags.count("article") > 2)
        #expect(tags.attributes.allSatisfy { !$0.name.hasPrefix("on") })
        #expect(tags.attributes.filter { $0.name == "href" }.allSatisfy { $0.value.hasPrefix("#") })
        // The same page as for harmless words of the same length, tag by tag.
        let words = String(attack.map { $0.isLetter || $0.isNumber || $0 == " " ? $0 : "x" })
        #expect(tags.names == PageTags(try self.page(words)).names)
        #expect(!page.unicodeScalars.contains { "\u{202A}"..."\u{202E}" ~= $0 })
    }
}
