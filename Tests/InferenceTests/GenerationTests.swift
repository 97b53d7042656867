import Checkpoints
import Domain
import Foundation
import Inference
import TestSupport
import Testing

struct CounterRandomTests {
    /// The known answers that come with the authors' Random123 1.14 (`kat_vectors`, philox4x32 10).
    @Test func wordsAreTheAuthors() {
        let zero = Philox.block(counter: .zero, key: .zero)
        #expect(zero == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = Philox.block(
            counter: SIMD4(repeating: .max),
            key: SIMD2(repeating: .max)
        )
        #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        let digits = Philox.block(
            counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
            key: SIMD2(0xa409_3822, 0x299f_31d0)
        )
        #expect(digits == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test func numbersAreUniformAndDependOnEverything() {
        let numbers = (0..<20_000).map {
            CounterRandom.unit(seed: 1, prompt: 2, sample: 0, position: $0)
        }
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
        let mean = numbers.reduce(0, +) / 20_000
        #expect(abs(mean - 0.5) < 0.01)
        let same = CounterRandom.unit(seed: 1, prompt: 2, sample: 3, position: 4)
        #expect(same == CounterRandom.unit(seed: 1, prompt: 2, sample: 3, position: 4))
        #expect(same != CounterRandom.unit(seed: 5, prompt: 2, sample: 3, position: 4))
        #expect(same != CounterRandom.unit(seed: 1, prompt: 1 << 40, sample: 3, position: 4))
        #expect(same != CounterRandom.unit(seed: 1, prompt: 2, sample: 1, position: 4))
        #expect(same != CounterRandom.unit(seed: 1, prompt: 2, sample: 3, position: 5))
    }

    @Test func tokensAreDrawnByTheirShare() {
        var scores: [Float] = [0, 1, -.infinity, 2]
        scores.withUnsafeMutableBufferPointer { scores in
            var counts = [0, 0, 0, 0]
            for step in 0..<10_000 {
                counts[TokenChoice.drawn(scores, at: Double(step) / 10_000)] += 1
            }
            // exp(0), exp(1) and exp(2) over their sum.
            #expect(abs(counts[0] - 900) < 3)
            #expect(abs(counts[1] - 2447) < 3)
            #expect(counts[2] == 0)
            #expect(abs(counts[3] - 6652) < 3)
            #expect(TokenChoice.best(scores) == 3)
        }
    }
}

struct LogitsStepTests {
    private func after(_ step: any LogitsStep, _ scores: [Float], _ tokens: [Int] = []) -> [Float] {
        var scores = scores
        scores.withUnsafeMutableBufferPointer { step.apply(to: $0, tokens: tokens) }
        return scores
    }

    @Test func aRepeatedTokenIsPenalisedOnce() {
        let found = after(RepetitionPenalty(2), [4, -4, 0, 6], [0, 1, 0, 1, 9])
        #expect(found == [2, -8, 0, 6])
    }

    /// What single precision cannot hold becomes neither infinite nor no number.
    @Test func extremeSettingsLeaveScoresThatCanBeDrawnFrom() {
        // Made of double precision, since a literal may not underflow.
        let (tiny, small) = (Float(1e-40 as Double), Float(1e-39 as Double))
        let few = after(Temperature(tiny), [1, 3, -2, 3])
        #expect(few == [-.infinity, 0, -.infinity, 0])
        #expect(after(Temperature(0.5), [1, 3, -2]) == [2, 6, -4])
        let repeated = after(RepetitionPenalty(small), [3, -3, 1], [0, 1])
        #expect(repeated == [.greatestFiniteMagnitude, -3 * small, 1])
    }

    @Test func aRunDoesNotOccurTwice() {
        // After 1 2 came 3, then 0: neither may follow a third time.
        let found = after(NoRepeatNGram(size: 3), [1, 1, 1, 1], [1, 2, 3, 1, 2, 0, 1, 2])
        #expect(found == [-.infinity, 1, 1, -.infinity])
        #expect(after(NoRepeatNGram(size: 3), [1, 1], [0, 1]) == [1, 1])
        #expect(after(NoRepeatNGram(size: 1), [1, 1, 1], [2]) == [1, 1, -.infinity])
        #expect(after(NoRepeatNGram(size: 2), [1, 1], []) == [1, 1])
    }

    @Test func theBestStay() {
        let infinity = -Float.infinity
        #expect(after(TopK(2), [3, 1, 2, 3]) == [3, infinity, infinity, 3])
        // Those that score as high as the last of the best stay too.
        #expect(after(TopK(2), [3, 2, 2, 1]) == [3, 2, 2, infinity])
        #expect(after(TopK(9), [3, 1]) == [3, 1])
        var random = SeededRandom(seed: 5)
        let many = random.floats(1000)
        let least = many.sorted(by: >)[49]
        #expect(after(TopK(50), many) == many.map { $0 < least ? infinity : $0 })
    }

    @Test func theLikelyStay() {
        let infinity = -Float.infinity
        // Shares of 0.6, 0.3 and 0.1 or so.
        let scores: [Float] = [0.6, 0.3, 0.1].map { Float(log($0)) }
        #expect(after(TopP(0.5), scores) == [scores[0], infinity, infinity])
        #expect(after(TopP(0.7), scores) == [scores[0], scores[1], infinity])
        #expect(after(TopP(0.95), scores) == scores)
        #expect(after(TopP(0), scores) == [scores[0], infinity, infinity])
        #expect(after(TopP(0.5), [infinity, 2, infinity]) == [infinity, 2, infinity])
    }

    @Test func anEndIsForbiddenUntilThereIsEnough() {
        let step = MinimumLength(3, endTokens: [1, 7])
        #expect(after(step, [5, 5], [0, 0]) == [5, -.infinity])
        #expect(after(step, [5, 5], [0, 0, 0]) == [5, 5])
    }
}

struct TextStreamTests {
    /// A character comes when its last byte does, and never in pieces.
    @Test(arguments: ["né€ 👩‍💻!", "日本語", "e\u{301}a", ""])
    func charactersComeWhole(_ text: String) throws {
        let vocabulary = ByteVocabulary()
        var stream = TextStream(
            vocabulary,
            prompt: try vocabulary.ids(of: "né ", addsSpecialTokens: true)
        )
        var pieces: [String] = []
        for token in try vocabulary.ids(of: text, addsSpecialTokens: false) {
            let piece = stream.append(token)
            #expect(!piece.unicodeScalars.contains("\u{FFFD}"))
            pieces.append(piece)
        }
        #expect(stream.finish() == "")
        #expect(stream.text.unicodeScalars.elementsEqual(text.unicodeScalars))
        let scalars = pieces.flatMap { Array($0.unicodeScalars) }
        #expect(scalars.elementsEqual(text.unicodeScalars))
    }

    @Test func whatIsNeverCompleteComesAtTheEnd() {
        var stream = TextStream(ByteVocabulary())
        #expect(stream.append(0x41) == "A")
        #expect(stream.append(0xE2) == "")
        #expect(stream.append(0x82) == "")
        #expect(stream.finish() == "\u{FFFD}")
        #expect(stream.text == "A\u{FFFD}")
    }

    @Test func specialTokensAreNoText() {
        var stream = TextStream(ByteVocabulary(), prompt: [256])
        #expect(stream.append(256) == "")
        #expect(stream.append(0x41) == "A")
        #expect(stream.append(257) == "")
        #expect(stream.finish() == "")
        #expect(stream.text == "A")
    }

    /// A stop string is found wherever tokens end, at the place where it is whole.
    @Test func aStopStringIsFoundAcrossTokens() {
        let stops = StopStrings(["\n\n", "€!", "END"])
        var text = "", found: [String] = []
        for piece in ["on", "e\n", "t", "wo E", "N", "D of it", " €", "!"] {
            text += piece
            if let cut = stops.cut(text, grown: piece.unicodeScalars.count) { found.append(cut) }
        }
        #expect(found == ["one\ntwo ", "one\ntwo END of it "])
        #expect(stops.cut("a\n\nbEND", grown: 7) == "a")
        #expect(stops.cut("END", grown: 0) == nil)
        #expect(StopStrings([]).cut("END", grown: 3) == nil)
        // "\r\n" is one character and two scalars: the second begins the stop string.
        #expect(StopStrings(["\n"]).cut("a\r\nb", grown: 2) == "a\r")
    }
}

struct GenerationSettingsTests {
    private func settings(_ json: String) throws -> GenerationSettings {
        var settings = GenerationSettings()
        let scope = try ConfigurationScope(bytes: Array(json.utf8), file: "generation_config.json")
        try settings.update(scope)
        return settings
    }

    @Test func theReferencesKeysAreRead() throws {
        let found = try settings(
            """
            {"eos_token_id": [2, 3], "do_sample": true, "temperature": 0.6, "top_p": 0.9, "top_k": 0,
             "max_new_tokens": 7, "repetition_penalty": 1.2, "early_stopping": "never",
             "stop_strings": "x", "num_return_sequences": 4, "typical_p": 1.0, "other": 1}
            """
        )
        #expect(found.endTokens == [2, 3])
        #expect(found.samples && found.temperature == 0.6 && found.topP == 0.9 && found.topK == 0)
        #expect(found.maximumNewTokens == 7 && found.repetitionPenalty == 1.2)
        #expect(found.earlyStopping == .never && found.stopStrings == ["x"])
        #expect(try settings("{}") == GenerationSettings())
        #expect(try settings("{\"eos_token_id\": 5}").endTokens == [5])
        #expect(try settings("{}").newTokens(promptLength: 12) == 8)
        #expect(try found.newTokens(promptLength: 100) == 7)
    }

    @Test(arguments: [
        "{\"temperature\": 0}", "{\"top_p\": 1.5}", "{\"penalty_alpha\": 0.6}",
        "{\"num_beam_groups\": 2}", "{\"bad_words_ids\": [[1]]}", "{\"guidance_scale\": 1.5}",
        "{\"stop_strings\": [\"\"]}", "{\"eos_token_id\": \"x\"}",
        "{\"early_stopping\": \"maybe\"}", "{\"temperature\": 1e-300}",
        "{\"temperature\": 1e300}", "{\"repetition_penalty\": 1e-300}",
    ])
    func whatIsNotImplementedIsRefused(_ json: String) {
        #expect(throws: CheckpointError.self) { try settings(json) }
    }

    @Test(arguments: [
        "{\"num_beams\": 2, \"do_sample\": true}", "{\"num_return_sequences\": 2}",
        "{\"num_beams\": 2, \"num_return_sequences\": 3}",
        "{\"num_beams\": 2, \"stop_strings\": [\"x\"]}",
    ])
    func contradictionsAreRefused(_ json: String) throws {
        let found = try settings(json)
        #expect(throws: InferenceError.self) { try found.check() }
    }

    @Test func aPromptLongerThanAllThatIsAskedForIsRefused() throws {
        let error = #expect(throws: InferenceError.self) {
            try GenerationSettings().newTokens(promptLength: 20)
        }
        #expect(
            error?.description == "max_length should be more than the prompt's 20 tokens "
                + "(or set max_new_tokens, which does not count them), found 20"
        )
    }
}
