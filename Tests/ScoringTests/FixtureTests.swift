import Domain
import Foundation
import Testing

@testable import Scoring

/// What other people's scorers make of random inputs comes out here to 10⁻⁹.
@Suite struct FixtureTests {
    @Test(arguments: ["speech", "classification", "text", "answers"])
    func values(file: String) throws {
        let fixture = try ScoringFixture(file)
        let checks = fixture.checks
        try #require(checks.count > 100)
        for check in checks {
            let found = try value(check.metric, check.options, check.examples)
            let isRight = check.value.map { isClose(found, $0, within: 1e-9) } ?? (found == nil)
            #expect(
                isRight,
                "\(check.metric) \(check.options): \(String(describing: found)), not \(String(describing: check.value)): \(check.examples)"
            )
        }
    }

    @Test func jiwerAlignments() throws {
        let corpora = try #require(try ScoringFixture("speech").root["corpora"]?.array)
        var reports = 0
        var differences = 0
        for corpus in corpora {
            let references = try #require(corpus["targets"]?.strings)
            let hypotheses = try #require(corpus["predictions"]?.strings)
            let pairs = zip(references, hypotheses).map { (reference: $0, hypothesis: $1) }
            func total(_ rule: AlignmentRule) -> EditCounts {
                pairs.reduce(into: EditTally.zero) { total, pair in
                    let counts = rule.counts(
                        reference: pair.reference.split(separator: " ").map(String.init),
                        hypothesis: pair.hypothesis.split(separator: " ").map(String.init)
                    )
                    total += EditTally(counts)
                }.counts
            }
            let counts = total(.jiwer)
            let four = [counts.substitutions, counts.deletions, counts.insertions, counts.hits]
            #expect(four == corpus["counts"]?.array?.compactMap(\.integer))
            // As many errors, but now and then fewer of them beside hits: the two conventions.
            #expect(total(.mostHits).errors == counts.errors)
            #expect(total(.mostHits).hits >= counts.hits)
            if total(.mostHits).hits > counts.hits { differences += 1 }
            if let expected = corpus["report"]?.string {
                var report = JiwerReport()
                report.skipsCorrect = reports.isMultiple(of: 2)
                #expect(report.words(pairs) == expected)
                report = JiwerReport()
                report.showsMeasures = false
                report.lineWidth = 20
                #expect(report.characters(pairs) == corpus["narrow"]?.string)
                reports += 1
            }
        }
        #expect(reports > 3 && differences > 0)
    }

    @Test func temperatures() throws {
        let cases = try #require(try ScoringFixture("classification").root["temperatures"]?.array)
        try #require(cases.count >= 10)
        for example in cases {
            let logits = try #require(example["logits"]).rows
            let targets = try #require(example["targets"]).integers
            let scaling = try #require(TemperatureScaling(fittedTo: logits, targets: targets))
            let loss =
                zip(logits, targets).reduce(0) {
                    $0 - log(scaling.probabilities(logits: $1.0)[$1.1])
                } / Double(targets.count)
            #expect(isClose(loss, try #require(example["loss"]?.number), within: 1e-9))
        }
        #expect(TemperatureScaling(fittedTo: [], targets: []) == nil)
        #expect(TemperatureScaling(fittedTo: [[1, 2]], targets: [2]) == nil)
    }

    @Test func stems() throws {
        let rows = try #require(try ScoringFixture("text").root["stems"]?.array)
        try #require(rows.count > 100)
        for row in rows {
            let words = try #require(row.strings)
            #expect(PorterStemmer.stem(words[0]) == words[1], "\(words[0])")
        }
    }

    @Test func whisperNormalizers() throws {
        let rows = try #require(try ScoringFixture("normalizers").root["texts"]?.array)
        try #require(rows.count > 100)
        for row in rows {
            let texts = try #require(row.strings)
            #expect(WhisperEnglishNormalizer().normalize(texts[0]) == texts[1], "\(texts[0])")
            #expect(WhisperBasicNormalizer().normalize(texts[0]) == texts[2], "\(texts[0])")
        }
    }
}
