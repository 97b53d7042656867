import Dispatch
import Domain
import Storage
import Synchronization

/// A native model in one role: requests are prepared (a picture decoded, a text looked up), then a
/// batch of them is answered.
///
/// The requests of a batch are prepared by as many threads as the model may have. Neither they nor the
/// size of the batches change an answer. What cannot be prepared is a failure in its place; if a batch
/// fails, each of its requests is asked alone, so that a bad one spoils no other.
struct NativeModelAdapter<Input: Sendable>: Model {
    let identity: ModelIdentity
    let batching = Batching.fixed
    private let threads: Int
    private let prepare: @Sendable (Question, any MediaSource) throws -> Input
    private let respond: @Sendable ([Input]) throws -> [ModelOutput]

    /// - Parameters:
    ///   - context: Whose identity and threads it has.
    ///   - prepare: Makes of a request what the role takes.
    ///   - answer: Answers a batch, in order.
    init(
        _ context: NativeContext,
        prepare: @escaping @Sendable (Question, any MediaSource) throws -> Input,
        answer: @escaping @Sendable ([Input]) throws -> [ModelOutput]
    ) {
        identity = context.identity
        threads = context.threads
        self.prepare = prepare
        respond = answer
    }

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        let inputs = prepared(questions, media)
        var outputs = responses(inputs.compactMap { try? $0.get() })[...]
        return inputs.map { input in
            switch input {
            case .failure(let error): .failed("\(error)")
            case .success:
                switch outputs.popFirst() {
                case .success(let output): Answer(.success(output))
                case .failure(let error): .failed("\(error)")
                case nil: .failed("the model gave no answer")
                }
            }
        }
    }

    private func prepared(
        _ questions: [Question],
        _ media: any MediaSource
    ) -> [Result<Input, any Error>] {
        let workers = min(threads, questions.count)
        guard workers > 1 else { return questions.map { q in Result { try prepare(q, media) } } }
        let results = Mutex([Result<Input, any Error>?](repeating: nil, count: questions.count))
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for index in stride(from: worker, to: questions.count, by: workers) {
                let result = Result { try prepare(questions[index], media) }
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { results in
            results.map { $0 ?? .failure(PredictionFailure("the request was not prepared")) }
        }
    }

    private func responses(_ inputs: [Input]) -> [Result<ModelOutput, any Error>] {
        guard !inputs.isEmpty else { return [] }
        do {
            let outputs = try respond(inputs)
            guard outputs.count == inputs.count else {
                throw PredictionFailure("\(outputs.count) answers to \(inputs.count) requests")
            }
            return outputs.map { .success($0) }
        } catch  where inputs.count > 1 {
            return inputs.flatMap { responses([$0]) }
        } catch {
            return [.failure(error)]
        }
    }
}
