import Testing
import Tokenization

struct EncodingTests {
    @Test func countsItsTokens() {
        #expect(Encoding().count == 0)
        #expect(Encoding(ids: [2, 7], tokens: ["a", "b"]).count == 2)
    }
}
