import Domain
import Scoring
import Storage

/// Reads both models' stored transcripts of the same utterances.
struct SpokenPairs {
    let store: Store
    let metric: PairedMetric

    /// The stretches in which either model errs, over the utterances that both have a score for.
    ///
    /// - Throws: ``EvaluationError/comparison(reason:)`` for answers that cannot be read.
    func matched(
        _ pair: (first: TaskRecord, second: TaskRecord),
        addStretches: (String, String, String, inout MatchedPairs) -> Void
    ) throws -> MatchedPairs {
        let first = try transcripts(of: pair.first)
        let second = try transcripts(of: pair.second)
        var pairs = MatchedPairs()
        for example in try store.sharedExamples(metric) {
            guard let a = first[example.first], let b = second[example.second] else { continue }
            addStretches(a.target, a.answer, b.answer, &pairs)
        }
        return pairs
    }

    /// What a task's model wrote down of each utterance, by the example's id; failures are left out.
    private func transcripts(of task: TaskRecord) throws -> [Int64: (
        target: String, answer: String
    )] {
        let made = try task.made()
        var examples = try ExamplesOfTask(store: store, task: task)
        var memo = OutputMemo(kind: type(of: made).output)
        let outcomes = made.outcomes(.text)
        var texts: [Int64: (target: String, answer: String)] = [:]
        try store.forEachAnswered(taskID: task.id) { rows in
            guard case .text(let target) = rows[0].target,
                !rows.contains(where: { $0.output == nil })
            else { return }
            let outputs = try rows.map { try memo.output($0) }
            let outcome: Outcome?
            switch outcomes {
            case .each(let make): outcome = try make(outputs)
            case .eachExample(let make):
                outcome = try examples.example(rows[0].exampleID).map {
                    try make(AnsweredExample(example: $0, outputs: outputs), store)
                }
            case .together: outcome = nil
            }
            guard case .text(let answer) = outcome else {
                throw EvaluationError.comparison(
                    reason: "the answers of \(task.question) are no texts that can be aligned"
                )
            }
            texts[rows[0].exampleID] = (target, answer)
        }
        return texts
    }
}
