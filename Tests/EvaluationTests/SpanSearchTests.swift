import Domain
import Storage
import Testing

@testable import Evaluation

@Suite("Answers are the likeliest spans of a text")
struct SpanSearchTests {
    /// A window: `[CLS]`, a word of the question, then the words of the text with their logits.
    private func window(
        _ words: [(range: Range<Int>, start: Float, end: Float)],
        first: Float = 0
    ) -> [SpanSearch.Token] {
        func token(
            _ isText: Bool,
            _ isFirst: Bool,
            _ start: Float,
            _ end: Float,
            _ word: Range<Int>
        ) -> SpanSearch.Token {
            SpanSearch.Token(isText: isText, isFirst: isFirst, start: start, end: end, word: word)
        }
        return [token(false, true, first, first, 0..<0), token(false, false, 99, 99, 0..<3)]
            + words.map { token(true, false, $0.start, $0.end, $0.range) }
    }

    private static let text = "Inés left at noon"
    private static let words: [(range: Range<Int>, start: Float, end: Float)] = [
        (0..<4, 5, 0), (5..<9, 0, 0), (10..<12, 0, 0), (13..<17, 0, 5),
    ]

    @Test func spansAreNoLongerThanAsked() {
        func answer(_ length: Int) -> FoundAnswer {
            SpanSearch(maximumLength: length, handlesImpossible: false)
                .answer([window(Self.words)], text: Self.text)
        }
        #expect(answer(4).text == Self.text && answer(4).start == 0 && answer(4).end == 17)
        // The first of equal spans.
        #expect(answer(1).text == "Inés")
        #expect(answer(4).score > answer(1).score)
    }

    /// The question's own tokens never count, and of windows the best does.
    @Test func theBestWindowCounts() {
        let search = SpanSearch(maximumLength: 15, handlesImpossible: false)
        let sure = window([(13..<17, 9, 9)])
        let unsure = window([(0..<4, 1, 1), (5..<9, 1, 1)])
        #expect(search.answer([unsure, sure], text: Self.text).text == "noon")
        #expect(search.answer([], text: "") == FoundAnswer(text: "", score: 0, start: 0, end: 0))
    }

    @Test func noAnswerMustBeLikelierInEveryWindow() {
        let search = SpanSearch(maximumLength: 15, handlesImpossible: true)
        let impossible = window(Self.words, first: 12)
        let found = search.answer([impossible], text: Self.text)
        #expect(found.text.isEmpty && found.score > 0.9)
        #expect(search.answer([impossible, window(Self.words)], text: Self.text).text == Self.text)
        let never = SpanSearch(maximumLength: 15, handlesImpossible: false)
        #expect(never.answer([impossible], text: Self.text).text == Self.text)
    }

    @Test func optionsAreChecked() throws {
        for (name, value) in [("max_answer_len", 0), ("doc_stride", -1), ("max_seq_len", 0)] {
            var settings = Settings(owner: "task", file: "suite.yaml", line: 1)
            settings.set(name, to: .integer(value))
            #expect(throws: EvaluationError.self) { try QuestionAnswering(options: settings) }
        }
    }
}
