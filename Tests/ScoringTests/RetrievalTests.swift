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
}
