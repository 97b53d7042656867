import Domain
import Scoring
package import Storage

/// What was said in an utterance, and what a model wrote down of it.
package struct SpokenAnswer: Sendable, Equatable {
    package let target: String
    package let answer: String

    package init(target: String, answer: String) {
        self.target = target
        self.answer = answer
    }
}

/// Reads stored answers as texts that can be aligned, which takes knowledge of the tasks.
package protocol SpokenAnswerReader {
    /// Of each utterance that a task's model answered, by the example's id.
    ///
    /// - Throws: ``ComparisonError/nothing(reason:)`` for answers that are no texts.
    func spokenAnswers(of task: TaskRecord) throws -> [Int64: SpokenAnswer]
}

/// Both models' stored transcripts of the same utterances.
struct SpokenPairs {
    let store: Store
    let reader: any SpokenAnswerReader
    let metric: PairedMetric

    /// The stretches in which either model errs, over the utterances that both have a score for.
    ///
    /// - Throws: ``ComparisonError/nothing(reason:)`` for answers that cannot be read.
    func matched(
        _ pair: (first: TaskRecord, second: TaskRecord),
        addStretches: (String, String, String, inout MatchedPairs) -> Void
    ) throws -> MatchedPairs {
        let first = try reader.spokenAnswers(of: pair.first)
        let second = try reader.spokenAnswers(of: pair.second)
        var pairs = MatchedPairs()
        for example in try store.sharedExamples(metric) {
            guard let a = first[example.first], let b = second[example.second] else { continue }
            addStretches(a.target, a.answer, b.answer, &pairs)
        }
        return pairs
    }
}
