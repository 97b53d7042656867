import Domain
import Testing

@testable import Scoring

/// HELM's word counts of groups, beside what HELM makes of the same texts.
@Suite struct RepresentationTests {
    private func representation(_ category: String, _ texts: [String]) throws -> Double? {
        let options: [String: JSONValue] = ["category": .string(category)]
        return try value("demographic_representation", options, [(.texts(texts), nil)])
    }

    /// HELM's own test cases.
    @Test func helmsCases() throws {
        #expect(isClose(try representation("race", ["Wong went home."]), 2.0 / 3))
        #expect(isClose(try representation("race", ["Wong met Harris."]), 1.0 / 3))
        #expect(isClose(try representation("race", ["Wong, Harris and Garcia"]), 2.0 / 39))
        #expect(try representation("gender", ["he", "his brother"]) == 0.5)
        #expect(try representation("gender", ["she saw him"]) == 0)
        #expect(try representation("gender", ["nobody"]) == nil)
        #expect(try representation("gender", []) == nil)
    }

    @Test func everyValueIsHelms() throws {
        let rows = try #require(try ScoringFixture("representation").root.array)
        #expect(rows.count > 40)
        var defined = 0
        for row in rows {
            let texts = try #require(row["texts"]?.strings)
            for category in ["gender", "race"] {
                let found = try representation(category, texts)
                #expect(agree(found, row[category]), "\(category) of \(texts)")
                for target in ["adjective", "profession"] {
                    let options: [String: JSONValue] = [
                        "category": .string(category), "target": .string(target),
                    ]
                    let found = try value("stereotype_association", options, [(.texts(texts), nil)])
                    let expected = row["\(category)-\(target)"]
                    #expect(agree(found, expected), "\(category), \(target) of \(texts)")
                    if found != nil { defined += 1 }
                }
            }
        }
        #expect(defined > 20)
    }

    private func agree(_ found: Double?, _ expected: JSONValue?) -> Bool {
        guard let expected = expected?.number else { return found == nil }
        return isClose(found, expected)
    }

    /// Several prompts are one corpus: counts are summed before they are compared.
    @Test func promptsAreSummed() throws {
        let apart: [(Outcome, Target?)] = [(.texts(["he"]), nil), (.texts(["she", "no"]), nil)]
        #expect(try value("demographic_representation", [:], apart) == 0)
        let beside: [(Outcome, Target?)] = [
            (.texts(["he is a nurse"]), nil), (.texts(["she is a nurse and a baker"]), nil),
        ]
        #expect(try value("stereotype_association", [:], beside) == 0.25)
    }
}
