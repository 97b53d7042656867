import Domain
import Testing

@testable import Scoring

@Suite struct RetrievalTests {
    /// Two pictures with two captions each; one of each pair speaks for the picture.
    private let ranks = [
        RetrievalRanks(imageOfText: 1, textOfImage: 2),
        RetrievalRanks(imageOfText: 5),
        RetrievalRanks(imageOfText: 6, textOfImage: 1),
        RetrievalRanks(imageOfText: 2),
    ]

    @Test(arguments: [
        ("text_to_image", 1, 0.25, 4), ("text_to_image", 5, 0.75, 4), ("text_to_image", 6, 1, 4),
        ("image_to_text", 1, 0.5, 2), ("image_to_text", 2, 1, 2),
    ])
    func recall(direction: String, k: Int, expected: Double, count: Int) throws {
        let options: [String: JSONValue] = ["direction": .string(direction), "k": .integer(k)]
        let found = try figure("recall_at_k", options, ranks.map { (.ranks($0), nil) })
        #expect(found.value == expected)
        #expect(found.count == count)
        #expect(found.interval?.method == .wilson)
    }

    /// Ranks 1, 5, 6, 2 of the pictures, and 2, 1 of the captions.
    @Test(arguments: [
        ("text_to_image", 28.0 / 60, 3.5, 4), ("image_to_text", 0.75, 1.5, 2),
    ])
    func meanReciprocalAndMedianRank(direction: String, mean: Double, median: Double, count: Int)
        throws
    {
        let options: [String: JSONValue] = ["direction": .string(direction)]
        let examples: [(Outcome, Target?)] = ranks.map { (.ranks($0), nil) }
        let reciprocal = try figure("mean_reciprocal_rank", options, examples)
        #expect(isClose(reciprocal.value, mean) && reciprocal.count == count)
        let middle = try figure("median_rank", options, examples)
        #expect(middle.value == median && middle.count == count)
    }
}
