import Domain
import Foundation
import GRDB
import Media
import Testing

@testable import Reporting

/// What sections say, on data made for each question.
struct ContentTests {
    private static func body<S: ReportSection>(_ section: S.Type, _ database: TestDatabase) throws
        -> String where S.Subject == ReportedTask
    {
        try database.queue.read { db in
            let task = try #require(try ReportSubject(db).tasks.first)
            return try section.body(db, task, media: MediaShelf(tasks: 1))?.text ?? ""
        }
    }

    @Test func `The largest gap is between groups that are large enough`() throws {
        let groups = [("a", 20, 8), ("b", 20, 18), ("tiny", 3, 0)]
        let examples = groups.flatMap { name, count, right in
            (0..<count).map { ("x", $0 < right ? "x" : "y", name) as (String, String?, String) }
        }
        let text = try Self.body(GroupsSection.self, try OneTask.labels(examples))
        #expect(
            text.contains("<strong>50.0 points</strong>, a factor of 2.25, from <strong><bdi>a")
        )
        // Fisher's exact test of 8 against 18 of 20, for the one pair that is large enough.
        #expect(text.contains("That is more than chance: p = 0.002 by Fisher\u{2019}s exact test."))
        #expect(text.components(separatedBy: "small n</span>").count == 2)
        // Worst first.
        let order = ["tiny", "a", "b"].compactMap {
            text.range(of: "row\"><bdi>\($0)<")?.lowerBound
        }
        #expect(order.count == 3 && order == order.sorted())
    }

    @Test func `No gap is named between groups that are too small`() throws {
        let text = try Self.body(
            GroupsSection.self,
            try OneTask.labels([("x", "x", "a"), ("x", "y", "b")])
        )
        #expect(text.contains("no gap is named"))
        #expect(!text.contains("Largest gap"))
    }

    @Test func `A group in which all fail is undefined with the reason`() throws {
        let text = try Self.body(
            GroupsSection.self,
            try OneTask.labels([("x", "x", "a"), ("x", nil, "b"), ("x", nil, "b")])
        )
        #expect(text.contains("undefined: the model failed on every example"))
    }

    @Test func `Many groups are cut to the worst and the best`() throws {
        let examples = (0..<60).map { index in
            ("x", index % 2 == 0 ? "x" : "y", "group \(index)") as (String, String?, String)
        }
        let text = try Self.body(GroupsSection.self, try OneTask.labels(examples))
        #expect(text.components(separatedBy: "<tr><th scope=\"row\">").count == 1 + 40)
        #expect(
            text.contains("The worst and the best of 60 groups are shown; 20 lie between them.")
        )
    }

    @Test func `Confusions are counted by target and answer`() throws {
        let text = try Self.body(
            ConfusionSection.self,
            try OneTask.labels([
                ("10", "9", ""), ("10", "10", ""), ("9", "9", ""), ("10", "10", ""), ("9", nil, ""),
            ])
        )
        #expect(text.contains("10 answered as 9: 1 of 3"))
        #expect(text.contains("10 answered as 10: 2 of 3"))
        #expect(text.contains("9 answered as 9: 1 of 1"))
        // Numbers in the order of numbers.
        let nine = try #require(text.range(of: "<span><bdi>9<"))
        let ten = try #require(text.range(of: "<span><bdi>10<"))
        #expect(nine.lowerBound < ten.lowerBound)
    }

    @Test func `Too many labels make lists to be searched`() throws {
        let examples = (0..<50).map { index in
            ("label \(index)", index < 3 ? "label 49" : "label \(index)", "")
                as (String, String?, String)
        }
        let text = try Self.body(ConfusionSection.self, try OneTask.labels(examples))
        #expect(text.contains("50 labels occur"))
        #expect(!text.contains("class=\"confusion"))
        #expect(text.contains("searchable\" id=\"task-1-pairs\""))
        // Three pairs, and a row for each label: the one that was answered too often is right in one of four.
        #expect(text.components(separatedBy: "<bdi>label 49</bdi>").count == 1 + 3 + 1)
        #expect(text.components(separatedBy: "<tr><th scope=\"row\">").count == 1 + 50)
        let row = try #require(text.components(separatedBy: "row\"><bdi>label 49</bdi>").last)
        #expect(
            row.prefix(220).contains("100.0\u{202F}%") && row.prefix(220).contains("25.0\u{202F}%")
        )
    }

    @Test func `Reliability bins close above`() throws {
        // A confidence of 0.75 of 15 bins is in the twelfth, from 11/15 to 12/15.
        let database = try OneTask.labels(
            [("x", "x", ""), ("x", "y", "")],
            metrics: ["expected_calibration_error"]
        )
        try database.queue.read { db in
            let task = try #require(try ReportSubject(db).tasks.first)
            let content = try #require(
                try ReliabilitySection.load(db, task, media: MediaShelf(tasks: 1))
            )
            let bin = try #require(content.bins.first)
            #expect(content.bins.count == 1)
            #expect(bin.count == 2 && bin.accuracy == 0.5 && bin.meanConfidence == 0.75)
            #expect(bin.lower == 11.0 / 15 && bin.upper == 12.0 / 15)
        }
    }

    @Test func `Errors are grouped by reason with their count`() throws {
        let text = try Self.body(
            FailuresSection.self,
            try OneTask.labels((0..<9).map { _ in ("x", nil, "") })
        )
        #expect(text.contains("<strong class=\"bad\">9</strong> of 9 requests have no answer"))
        #expect(text.contains("and 4 more"))
    }

    @Test func `When everything is right nothing is called bad`() throws {
        let text = try Self.body(
            ExamplesSection.self,
            try OneTask.labels([("x", "x", ""), ("y", "y", "")])
        )
        #expect(text.contains("Every one of the 2 scored examples is perfect by Accuracy."))
    }

    @Test func `Examples are the worst, some at random, and some that failed`() throws {
        let examples = (0..<60).map { index -> (String, String?, String) in
            ("x", index < 40 ? "x" : index < 55 ? "y" : nil, index.isMultiple(of: 2) ? "a" : "b")
        }
        let database = try OneTask.labels(examples)
        let text = try Self.body(ExamplesSection.self, database)
        #expect(text.contains("15 of 55 scored examples are not perfect"))
        #expect(text.contains("Shown: the 6 worst, 6 drawn at random"))
        #expect(text.contains("3 without an answer."))
        #expect(text.contains("data-outcome=\"wrong\"") && text.contains("data-outcome=\"right\""))
        #expect(text.contains("No answer: <bdi>none</bdi>"))
        #expect(text.contains("data-groups=\"{&quot;group&quot;:&quot;a&quot;}\""))
        #expect(try Self.body(ExamplesSection.self, database) == text)
    }

    @Test func `Of few examples all are shown, once each`() throws {
        let text = try Self.body(
            ExamplesSection.self,
            try OneTask.labels([("x", "x", "a"), ("x", "y", "b"), ("x", nil, "b")])
        )
        #expect(text.contains("All are shown."))
        #expect(text.components(separatedBy: "<article").count == 4)
        #expect(text.contains("data-pick=\"worst random\" data-outcome=\"wrong\""))
        #expect(text.contains("data-pick=\"random failed\" data-outcome=\"failed\""))
    }

    @Test func `What a reader must know first stands first`() throws {
        let database = try OneTask.labels(
            [("x", "x", "a"), ("x", "y", "b"), ("x", nil, "b")],
            metrics: ["accuracy", "matthews_correlation", "f1"]
        )
        try database.queue.write { db in
            try db.execute(sql: "UPDATE dataset SET fingerprint = 'other'")
            try db.execute(
                sql: """
                    INSERT INTO ingestionError (datasetID, file, line, reason, recordedAt)
                    SELECT id, 'a.csv', 2, 'too short', '2026-01-01T00:00:00.000Z' FROM dataset
                    """
            )
        }
        let text = try database.queue.read { db in
            let subject = try ReportSubject(db)
            return try SummarySection.body(db, subject, media: MediaShelf(tasks: 1))?.text ?? ""
        }
        for part in [
            "Before you read on", "1 of 3 requests to reader", "33.3",
            "has 2 examples: no more than a large difference can show",
            "has changed since a run of this page read it", "1 part could not be read and is in no",
            "Where tools differ", "scikit-learn",
            "Other tools mean something else by",
        ] {
            #expect(text.contains(part), "'\(part)' is not in \(text)")
        }
    }

    @Test func `Misheard words are counted as they are aligned`() throws {
        let database = try OneTask.database("automatic-speech-recognition", over: .speech) {
            db,
            one in
            let said = [("one NINE two", "one five two"), ("nine", "five"), ("no", "no no, go")]
            for (index, words) in said.enumerated() {
                try one.add(db, "\(index)", said: words.0, heard: words.1)
            }
            try one.score(db, "word_error_rate", options: ["normalizer": .string("basic")])
        }
        try database.queue.read { db in
            let task = try #require(try ReportSubject(db).tasks.first)
            let content = try #require(
                try WordErrorsSection.load(db, task, media: MediaShelf(tasks: 1))
            )
            #expect(content.hits == 3 && content.words == 5)
            #expect(
                content.substitutions == [.init(target: "nine", answer: "five", count: 2)]
            )
            #expect(content.deletions.isEmpty)
            #expect(Set(content.insertions.map(\.answer)) == ["no", "go"])
            let text = WordErrorsSection.render(content).text
            #expect(text.contains("<bdi>nine</bdi></td><td><bdi>five</bdi></td><td class=\"n\">2"))
        }
    }

    @Test func `Sure answers are told from hesitant ones`() throws {
        let text = try Self.body(
            RiskCoverageSection.self,
            try OneTask.labels(
                [("x", "x", ""), ("x", "y", ""), ("y", "y", ""), ("y", "y", "")],
                metrics: ["accuracy", "risk_coverage_area"]
            )
        )
        // All answers are equally sure: a quarter is wrong however many are taken.
        #expect(text.contains("<svg class=\"lines\"") && text.contains("25.0\u{202F}%"))
        let without = try Self.body(RiskCoverageSection.self, try OneTask.labels([("x", "x", "")]))
        #expect(without.isEmpty)
    }

    @Test func `Right-or-wrong metrics have no spread`() throws {
        let examples = (0..<20).map { ("x", $0 < 5 ? "y" : "x", "") as (String, String?, String) }
        #expect(
            try Self.body(DistributionSection.self, try OneTask.labels(examples)).isEmpty
        )
    }

    @Test func `Cards say what the database knows and what it does not`() throws {
        let database = try OneTask.labels([("x", "x", "a"), ("x", "y", "b")])
        try database.queue.write { db in
            try db.execute(
                sql: "UPDATE model SET identity = ?",
                arguments: [
                    """
                    {"modelType": "bert", "parameters": 1234,
                     "card": {"license": "apache-2.0", "datasets": ["one", "<two>"]}}
                    """
                ]
            )
        }
        let page = try PageTests.page(database)
        for part in [
            "<summary>Model card</summary>", "<summary>Datasheet</summary>", "apache-2.0",
            "one, &lt;two&gt;", "1\u{202F}234 parameters", "not stated",
            "2 with a label", "examples of text", "How to cite",
        ] {
            #expect(page.contains(part), "'\(part)'")
        }
        // The card stands in its own place alone.
        #expect(page.components(separatedBy: "&lt;two&gt;").count == 2)
    }
}
