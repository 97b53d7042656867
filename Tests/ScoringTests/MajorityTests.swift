import Domain
import Testing

@testable import Scoring

@Suite struct MajorityTests {
    private func hit(_ responses: [String], _ options: [String: JSONValue] = [:]) throws -> Bool {
        let metric = try MajorityExactMatch(options: options)
        let tally = try #require(try metric.tally(.texts(responses), target: .text("42")))
        return metric.value(tally) == 1
    }

    @Test func answersVoteAfterTheyAreCut() throws {
        let responses = ["It is 42.", "So: 41", "The answer: 42", "41?", "42"]
        let cut: [String: JSONValue] = ["regex": .string("[0-9]+")]
        // Whole responses are all different, and the first of them wins.
        #expect(try !hit(responses))
        #expect(try hit(responses, cut))
        // maj@4 is a tie that the earlier answer wins; of the last four 41 and 42 come up twice each.
        #expect(try hit(responses, cut.merging(["responses": .integer(4)]) { $1 }))
        #expect(try !hit(Array(responses.dropFirst()), cut))
        #expect(
            try !hit(
                Array(responses.reversed().dropFirst()),
                cut.merging(["responses": .integer(1)]) { $1 }
            )
        )
        #expect(try !hit([], cut))
    }

    /// What no response holds is an answer too, and can win.
    @Test func theFallbackVotes() throws {
        let options: [String: JSONValue] = ["regex": .string("#### ([0-9]+)")]
        #expect(try !hit(["none", "nothing", "#### 42"], options))
        #expect(try hit(["none", "#### 42", "well, #### 42."], options))
        #expect(throws: MetricError.self) {
            try MajorityExactMatch(options: ["regex": .string("(")])
        }
    }
}
