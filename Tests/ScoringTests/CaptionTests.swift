import Domain
import Testing

@testable import Scoring

@Suite("Captions and queries are scored as their authors' programs do")
struct CaptionTests {
    private func score(
        _ name: String,
        _ items: [(Double, [Double])],
        _ options: [String: JSONValue] = [:]
    ) throws -> Double? {
        try value(
            name,
            options,
            items.map {
                (.similarity(CaptionSimilarity(picture: $0.0, references: $0.1)), nil)
            }
        )
    }

    @Test func picturesAlone() throws {
        #expect(isClose(try score("clip_score", [(0.3, []), (-0.2, [])]), 0.375))
        #expect(try score("clip_score", []) == nil)
    }

    @Test func picturesAndReferences() throws {
        // The harmonic mean of 0.75 and 0.8, and of 0 and anything.
        let mean = 2 * 0.75 * 0.8 / 1.55
        #expect(isClose(try score("ref_clip_score", [(0.3, [0.5, 0.8])]), mean))
        #expect(isClose(try score("ref_clip_score", [(0.3, [0.8]), (-0.1, [0.9])]), mean / 2))
        // Without references an item does not take part.
        #expect(isClose(try score("ref_clip_score", [(0.3, [0.8]), (0.9, [])]), mean))
        #expect(try score("ref_clip_score", [(0.9, [])]) == nil)
        #expect(try score("ref_clip_score", [(0, [0])]) == 0)
    }

    @Test func negativeReferences() throws {
        #expect(try score("ref_clip_score", [(0.4, [-0.5])]) == 0)
        let kept = try score(
            "ref_clip_score",
            [(0.4, [-0.5])],
            ["convention": .string("repository")]
        )
        #expect(isClose(kept, -2))
    }

    @Test func executionComparesLists() throws {
        func right(_ found: [String], _ expected: [String]) throws -> Bool {
            let target = Target.answers(expected.map { Target.Answer($0) })
            return try value("wikisql_execution_accuracy", [:], [(.answers(found), target)]) == 1
        }
        #expect(try right(["a", "b"], ["a", "b"]))
        #expect(try !right(["b", "a"], ["a", "b"]))
        #expect(try !right(["a", "a"], ["a"]))
        #expect(try right([], []))
        #expect(try !right(["[no result: it names column 9]"], []))
    }

    @Test func formsNeedTheRightQuery() throws {
        let metric = try AnyMetric(name: "wikisql_logical_form_accuracy")
        func score(_ answer: String, _ attributes: [String: String]) throws -> Double? {
            let example = ScoredExample(target: nil, attributes: attributes)
            return try metric.score(.text(answer), of: example)?.value
        }
        let query = #"{"sel": 1, "agg": 0, "conds": [[0, 0, "Lyon"]]}"#
        #expect(try score(#"{"sel":1,"agg":0,"conds":[[0,0,"LYON"]]}"#, ["query": query]) == 1)
        #expect(try score("SELECT 1", ["query": query]) == 0)
        let error = #expect(throws: MetricError.self) { try score(query, [:]) }
        #expect(error?.description.contains("attribute 'query'") == true)
    }
}
