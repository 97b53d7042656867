package import Comparisons
import Domain
import Scoring
package import Storage

/// Reads what recognisers wrote down from their stored answers, as their tasks read them.
package struct StoredSpokenAnswers: SpokenAnswerReader {
    private let store: Store

    package init(_ store: Store) {
        self.store = store
    }

    /// What a task's model wrote down of each utterance; failures are left out.
    package func spokenAnswers(of task: TaskRecord) throws -> [Int64: SpokenAnswer] {
        let made = try task.made()
        var examples = try ExamplesOfTask(store: store, task: task)
        var memo = OutputMemo(kind: type(of: made).output)
        let outcomes = made.outcomes(.text)
        var texts: [Int64: SpokenAnswer] = [:]
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
                throw ComparisonError.nothing(
                    reason: "the answers of \(task.question) are no texts that can be aligned"
                )
            }
            texts[rows[0].exampleID] = SpokenAnswer(target: target, answer: answer)
        }
        return texts
    }
}
