import Domain
import Foundation
import Testing

@testable import Scoring

@Suite struct DenotationTests {
    private func isRight(_ predicted: [String], _ target: [Target.Answer]) throws -> Bool {
        let metric = try AnyMetric(name: "denotation_accuracy")
        let score = try metric.score(.answers(predicted), target: .answers(target))
        return try #require(score).value == 1
    }

    @Test(arguments: [
        "Italy", "italy.", "Italy[1]", "Italy (country)", "\"Italy\"", "It\u{00E1}ly", " ITALY ",
        "Italy*\u{2020}", "Italy [note a][2]", "\"Italy (country)\"[3]", "Italy (a) (b)",
    ])
    func spellingsOfAString(prediction: String) throws {
        #expect(try isRight([prediction], [.init("Italy")]))
    }

    @Test(arguments: ["Italia", "", "Italy, France", "(Italy)", "[Italy]", "Italy(country)"])
    func otherStrings(prediction: String) throws {
        #expect(try !isRight([prediction], [.init("Italy")]))
    }

    @Test func normalization() {
        #expect(TableText.normalize("[12]") == "")
        #expect(TableText.normalize("[a]") == "[a]")
        #expect(TableText.normalize("x[a[b]") == "x")
        #expect(
            TableText.normalize("\u{201C}caf\u{00E9}\u{201D}  \u{2013}  bar.") == "\"cafe\" - bar"
        )
        #expect(TableText.normalize("A. B..") == "a. b.")
        #expect(TableText.normalize("(a)") == "(a)")
        #expect(TableText.normalize("x ()") == "x")
        #expect(TableText.normalize("\"\"") == "")
        #expect(TableText.normalize("\u{FB01}n") == "fin")
    }

    @Test func numbers() throws {
        #expect(try !isRight(["1000"], [.init("1,000")]))
        #expect(try isRight(["1000"], [.init("1,000", canonical: "1000.0")]))
        #expect(try isRight(["1e3"], [.init("1000")]))
        #expect(try isRight([".5"], [.init("0.5")]))
        #expect(try isRight(["5."], [.init("5")]))
        #expect(try isRight(["2.0000000001"], [.init("2")]))
        #expect(try !isRight(["2.001"], [.init("2")]))
        #expect(try !isRight(["0x10"], [.init("16")]))
        #expect(try !isRight(["inf"], [.init("infinity")]))
        // Equal as text is enough, whatever the types.
        #expect(try isRight(["June 5"], [.init("June 5", canonical: "xx-06-05")]))
    }

    @Test func dates() throws {
        #expect(try isRight(["1999-06-05"], [.init("June 5, 1999", canonical: "1999-06-05")]))
        #expect(try isRight(["xxxx-6-5"], [.init("5 June", canonical: "xx-06-05")]))
        #expect(try !isRight(["1999-06-04"], [.init("June 5, 1999", canonical: "1999-06-05")]))
        // A year alone is a number; so is what only has a year.
        #expect(try isRight(["1999"], [.init("in 1999", canonical: "1999-xx-xx")]))
        #expect(try !isRight(["1999-13-01"], [.init("x", canonical: "1999-01-13")]))
    }

    @Test func setsAreCompared() throws {
        let two: [Target.Answer] = [.init("a"), .init("b")]
        #expect(try isRight(["b", "a"], two))
        #expect(try isRight(["b", "a", "A."], two))
        #expect(try !isRight(["a"], two))
        #expect(try !isRight(["a", "b", "c"], two))
        #expect(try !isRight([], two))
        #expect(try isRight(["3", "3.0"], [.init("3")]))
    }

    /// WikiTableQuestions' official test questions: the gold answers, given as predictions in the
    /// words of the release, are all right, and the types of the values are as counted by the
    /// official evaluator.
    @Test(
        .enabled(
            if: SharedData.has("data/wikitablequestions"),
            "needs data/wikitablequestions of the shared data"
        )
    )
    func goldAnswersOfWikiTableQuestions() throws {
        func fields(_ line: String) -> [String] { line.components(separatedBy: "\t") }
        func values(_ field: String) -> [String] {
            field.components(separatedBy: "|").map {
                $0.replacing("\\n", with: "\n").replacing("\\p", with: "|")
                    .replacing("\\\\", with: "\\")
            }
        }
        let folder = "data/wikitablequestions"
        let lines = try SharedData.lines("\(folder)/tagged/pristine-unseen-tables.tagged")
        let header = fields(lines[0])
        let canonColumn = try #require(header.firstIndex(of: "targetCanon"))
        let textColumn = try #require(header.firstIndex(of: "targetValue"))

        var right = 0
        var several = 0
        var types: [String: Int] = [:]
        for line in lines.dropFirst() {
            let row = fields(line)
            let texts = values(row[textColumn])
            let canonical = values(row[canonColumn])
            try #require(texts.count == canonical.count)
            let target = zip(texts, canonical).map { Target.Answer($0, canonical: $1) }
            if try isRight(texts, target) { right += 1 }
            if texts.count > 1 { several += 1 }
            let kinds = Set(
                zip(texts, canonical).map { text, canonical in
                    switch TableValue(text, canonical: canonical).content {
                    case .string: "string"
                    case .number: "number"
                    case .date: "date"
                    }
                }
            )
            types[kinds.count == 1 ? kinds.first ?? "" : "mixed", default: 0] += 1
        }
        #expect(right == 4344)
        #expect(lines.count - 1 == 4344)
        #expect(several == 115)
        #expect(types == ["string": 2045, "number": 2200, "date": 95, "mixed": 4])
    }
}
