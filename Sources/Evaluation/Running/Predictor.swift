import Digests
import Domain
import Storage

/// Gets and stores the answers of one task.
///
/// Examples are read in pages by id, a page ahead of the one that is being answered, and linked to
/// their answers in that order, so that the last one linked says where to go on. Answers are committed
/// several times a second, or after each batch that takes longer.
struct Predictor {
    let store: Store
    let task: TaskRecord
    let resolved: ResolvedTask
    let options: RunOptions
    let progress: (RunProgress) -> Void
    let isInterrupted: @Sendable () -> Bool

    private static let pageSize = 32_768
    private static let commitPause = Duration.milliseconds(200)

    func run() async throws -> TaskSummary {
        var summary = TaskSummary(
            task: task.title,
            dataset: task.dataset,
            model: task.modelName,
            total: resolved.exampleCount
        )
        let last: Int64 = options.retriesFailed ? 0 : try store.lastLinkedExample(taskID: task.id)
        var done = last == 0 ? 0 : try store.progress(taskID: task.id).saved
        var failed = last == 0 ? 0 : try store.progress(taskID: task.id).failed
        var size = BatchSize(resolved.model.batching, fixed: options.batchSize)
        var remaining = resolved.exampleCount - done
        var upcoming = read(after: last, atMost: remaining)
        while !isInterrupted(), var page = try await upcoming.value {
            remaining -= page.count
            upcoming = read(after: page.lastExample, atMost: remaining)
            page.drop(
                try store.answeredRequests(
                    page.digests,
                    modelID: task.modelID,
                    decodingID: task.decodingID,
                    retryFailed: options.retriesFailed
                )
            )
            summary.reused += page.reusedCount
            var committed = ContinuousClock.now
            repeat {
                let questions = page.next(size.count)
                do {
                    let begun = ContinuousClock.now
                    let answers =
                        questions.isEmpty
                        ? [] : try await resolved.model
                            .answer(questions, media: resolved.media(store))
                    let seconds = (ContinuousClock.now - begun) / .seconds(1)
                    guard answers.count == questions.count else {
                        throw EvaluationError.model(
                            name: task.modelName,
                            reason: "gave \(answers.count) answers to \(questions.count) requests"
                        )
                    }
                    page.take(answers, seconds: seconds)
                    size.learn(count: questions.count, seconds: seconds)
                    summary.asked += questions.count
                } catch {
                    // What was answered before the model gave up stays.
                    try commit(&page)
                    throw error
                }
                let isDue = ContinuousClock.now - committed >= Self.commitPause
                if page.isDone || isDue || isInterrupted() {
                    let saved = try commit(&page)
                    summary.processed += saved.examples
                    done += saved.examples
                    failed += saved.failed
                    committed = .now
                    progress(state(done: done, failed: failed))
                }
            } while !page.isDone && !isInterrupted()
        }
        let state = try store.progress(taskID: task.id)
        summary.saved = state.saved
        summary.failed = state.failed
        return summary
    }

    /// Starts to read the page after an example; nil comes of it when there are no more.
    ///
    /// The requests are made and hashed there too, while another page is answered and stored.
    private func read(after last: Int64, atMost limit: Int) -> Task<PredictionPage?, any Error> {
        Task.detached { [store, task, resolved] in
            guard limit > 0 else { return nil }
            let examples = try store.examples(
                datasetID: task.datasetID,
                split: resolved.split,
                after: last,
                limit: min(Self.pageSize, limit)
            )
            return PredictionPage(examples, resolved: resolved)
        }
    }

    @discardableResult
    private func commit(_ page: inout PredictionPage) throws -> (examples: Int, failed: Int) {
        let ready = page.takeReady()
        guard !ready.links.isEmpty || !ready.predictions.isEmpty else { return (0, 0) }
        try store.save(ready.predictions, links: ready.links, task: task)
        return (ready.examples, ready.failed)
    }

    private func state(done: Int, failed: Int) -> RunProgress {
        RunProgress(
            phase: .predicting,
            task: task.title,
            model: task.modelName,
            done: done,
            total: resolved.exampleCount,
            failed: failed
        )
    }
}

/// How many requests a model is given at once.
private struct BatchSize {
    private(set) var count: Int
    private let limit: Int?

    init(_ batching: Batching, fixed: Int) {
        switch batching {
        case .fixed: (count, limit) = (fixed, nil)
        case .adaptive(let limit): (count, self.limit) = (1, limit)
        case .unlimited: (count, limit) = (.max, nil)
        }
    }

    /// Aims at half a second a batch, growing at most twofold at a time.
    mutating func learn(count answered: Int, seconds: Double) {
        guard let limit, answered > 0 else { return }
        let fitting = seconds > 0 ? 0.5 * Double(answered) / seconds : Double(limit)
        count = max(1, min(limit, 2 * count, Int(min(fitting, Double(limit)))))
    }
}
