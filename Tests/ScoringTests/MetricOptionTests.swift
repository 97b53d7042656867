import Domain
import Testing

@testable import Scoring

@Suite struct MetricOptionTests {
    private func message(_ name: String, _ options: [String: JSONValue]) -> String {
        do {
            _ = try AnyMetric(name: name, options: options)
            return "accepted"
        } catch {
            return String(describing: error)
        }
    }

    @Test func unknownMetricNamesTheNearest() {
        #expect(
            message("acuracy", [:]).contains("unknown metric 'acuracy'. Did you mean 'accuracy'?")
        )
    }

    @Test func unknownOptionNamesTheNearest() {
        #expect(
            message("word_error_rate", ["normaliser": .string("none")])
                == "unknown option of metric 'word_error_rate' 'normaliser'. "
                + "Did you mean 'normalizer'? Known: normalizer, alignment, alternatives."
        )
        #expect(message("accuracy", ["k": .integer(1)]).contains("Known: none."))
    }

    @Test func unknownNormalizerIsRefused() {
        #expect(
            message("word_error_rate", ["normalizer": .string("open_asr")])
                == "unknown normalizer 'open_asr'. "
                + "Known: none, basic, whisper_basic, whisper_english."
        )
    }

    @Test func anotherVersionOfANormalizerIsRefused() {
        #expect(
            message("word_error_rate", ["normalizer": .string("basic@9")])
                == "normaliser 'basic' is here in version 1, found version '9' asked for; "
                + "score the run again with 'basic'"
        )
    }

    @Test func valuesWithoutSenseAreRefused() {
        #expect(
            message("top_k_accuracy", ["k": .integer(0)])
                == "option 'k' of metric 'top_k_accuracy' must be a whole number "
                + "from 1 to 1000000, found 0"
        )
        #expect(message("top_k_accuracy", ["k": .string("5")]).contains("found \"5\""))
        #expect(message("expected_calibration_error", ["bins": .number(1.5)]).contains("found 1.5"))
        #expect(
            message("f1", ["average": .string("makro")])
                == "unknown value of option 'average' of metric 'f1' 'makro'. "
                + "Did you mean 'macro'? Known: macro, micro, weighted."
        )
    }

    @Test func parametersNameDefaultsAndVersions() throws {
        #expect(try AnyMetric(name: "top_k_accuracy").storedOptions == #"{"k":5}"#)
        #expect(
            try AnyMetric(name: "word_error_rate").storedOptions
                == #"{"alignment":"most_hits","alternatives":false,"normalizer":"none@1"}"#
        )
        #expect(try AnyMetric(name: "accuracy").storedOptions == "{}")
    }

    @Test func aTallyOfAnotherMetricIsRefused() throws {
        let metric = try AnyMetric(name: "accuracy")
        #expect(throws: MetricError.tally(metric: "accuracy", stored: "[1,0,0,2]")) {
            try metric.figure(tallies: ["[1,0,0,2]": 1], failures: 0, seed: 0)
        }
    }
}
