import Domain
import TestSupport
import Testing

@testable import Inference

struct MatchingTokensTests {
    /// The indices that CPython's `difflib` finds equal, as `Tests/Fixtures/likelihood` has them.
    @Test func difflib() throws {
        let fixture = try JSONFile.read(RepositoryPaths.fixtures + "/likelihood/matching.json")
        let cases = try #require(fixture["cases"]?.array)
        try #require(cases.count > 20)
        var found = 0
        for row in cases {
            let a = (row["a"]?.array ?? []).compactMap(\.integer)
            let b = (row["b"]?.array ?? []).compactMap(\.integer)
            let pairs = MatchingTokens.pairs(a, b).map { [$0.0, $0.1] }
            let expected = row["pairs"]?.array?.map { $0.array?.compactMap(\.integer) ?? [] }
            #expect(pairs == expected, "\(a) \(b)")
            found += pairs.count
        }
        #expect(found > 50)
    }

    /// The longest run comes first, so which sequence is the first one can matter.
    @Test func theOrderOfSequencesCanMatter() {
        let a = [1, 2], b = [2, 1]
        #expect(MatchingTokens.pairs(a, b).map { [$0.0, $0.1] } == [[0, 1]])
        #expect(MatchingTokens.pairs(b, a).map { [$0.0, $0.1] } == [[0, 1]])
    }
}
