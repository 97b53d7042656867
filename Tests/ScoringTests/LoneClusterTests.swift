import Testing

@testable import Scoring

struct LoneClusterTests {
    @Test(
        arguments: [
            ([("a", 1), ("b", 1), (nil, 5)], false), ([("a", 1), ("b", 1), ("a", 1)], true),
            ([("a", 2)], true), ([(nil, 9)], false), ([], false), ([("a", 1), ("a", 0)], false),
        ] as [([(String?, Int)], Bool)]
    )
    func examplesStrayTogetherInClustersOfTwoOrMore(
        _ rows: [(cluster: String?, count: Int)],
        _ expected: Bool
    ) {
        #expect(haveClusters(rows) == expected)
    }
}
