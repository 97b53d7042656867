import Domain
import Inference
import Storage
import Synchronization
import Tokenization

/// Answers the questions of a table one after the other, telling the model which cells it answered
/// with before.
///
/// The table-question-answering pipeline's `sequential`, for models trained on conversations (Iyyer et
/// al. 2017). Another table begins anew. Where a row was dropped for the length of one question and not
/// of the next, it counts as not answered; the reference's pipeline fails there.
final class TableConversation: Model {
    let identity: ModelIdentity
    let batching = Batching.fixed
    private let model: any TableAnswering
    private let last = Mutex<(table: Table, prepared: TableEncoder.Prepared, cells: [[Int]])?>(nil)

    init(identity: ModelIdentity, model: any TableAnswering) {
        self.identity = identity
        self.model = model
    }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        questions.map { question in
            do {
                return Answer(.success(.tableAnswer(try answer(question.request, media))))
            } catch {
                return .failed("\(error)")
            }
        }
    }

    private func answer(_ request: ModelRequest, _ media: any MediaSource) throws -> TableAnswer {
        let table = try Table(of: request, media)
        let text = try request.requireText()
        return try last.withLock { last in
            if last?.table != table {
                last = (table, try model.front.prepare(table), [])
            }
            guard let before = last else { throw PredictionFailure("there is no table") }
            var encoding = try model.front.encode(text, over: before.prepared)
            encoding.mark(before.cells)
            guard let scores = try model.scores(for: [encoding]).first else {
                throw PredictionFailure("the model gave no scores")
            }
            let answer = try model.answer(scores, table)
            last?.cells = answer.coordinates
            return answer
        }
    }
}
